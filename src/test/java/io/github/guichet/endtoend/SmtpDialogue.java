package io.github.guichet.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One SMTP session with a server on a loopback port, said line by line. Not thread-safe. */
public final class SmtpDialogue implements AutoCloseable {

    private static final int TIMEOUT_MS = 150_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    /**
     * A reply of the server.
     *
     * @param text all its lines after the code, joined by line feeds
     */
    public record Reply(int code, String text) {

        /** Whether the server took what was offered. */
        public boolean ok() {
            return code / 100 == 2;
        }

        @Override
        public String toString() {
            return code + " " + text;
        }
    }

    private SmtpDialogue(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.out = socket.getOutputStream();
    }

    /** Connects, awaits the greeting and says EHLO. */
    public static SmtpDialogue connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        SmtpDialogue dialogue = new SmtpDialogue(socket);
        Reply greeting = dialogue.reply();
        if (greeting.code() != 220) {
            socket.close();
            throw new IOException("greeting: " + greeting);
        }
        dialogue.command("EHLO client.test");
        return dialogue;
    }

    /** Says one line and returns the answer. */
    public Reply command(String line) throws IOException {
        send(line);
        return reply();
    }

    /** AUTH PLAIN. */
    public Reply login(String user, String password) throws IOException {
        return authenticate(Sasl.plain(user, password));
    }

    /** AUTH with any mechanism, to its end. */
    public Reply authenticate(Sasl mechanism) throws IOException {
        Reply reply = command("AUTH " + mechanism.name()
                + mechanism.initial().map(" "::concat).orElse(""));
        while (reply.code() == 334) {
            reply = command(mechanism.answer(reply.text()));
        }
        return reply;
    }

    /** Begins a message; announces SMTPUTF8 where the address needs it. */
    public Reply mail(String sender) throws IOException {
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(sender);
        return command("MAIL FROM:<" + sender + ">" + (ascii ? "" : " SMTPUTF8"));
    }

    /** Begins a message that may go to recipients with UTF-8 in them. */
    public Reply mailUtf8(String sender) throws IOException {
        return command("MAIL FROM:<" + sender + "> SMTPUTF8");
    }

    /** Names one recipient. */
    public Reply rcpt(String recipient) throws IOException {
        return command("RCPT TO:<" + recipient + ">");
    }

    /** Begins a message of an announced size in bytes. */
    public Reply mail(String sender, long size) throws IOException {
        return command("MAIL FROM:<" + sender + "> SIZE=" + size);
    }

    /** Sends the message itself: a subject and a body of one line. */
    public Reply data(String subject) throws IOException {
        return data(subject, "hello");
    }

    /** Sends the message itself: a subject and a body, whose lines end with CR LF and do not begin with a dot. */
    public Reply data(String subject, String body) throws IOException {
        Reply go = command("DATA");
        if (go.code() != 354) {
            return go;
        }
        send("Subject: " + subject + "\r\nFrom: <sender@client.test>\r\n\r\n" + body + "\r\n.");
        return reply();
    }

    /**
     * Sends the message itself as it is.
     *
     * @param message header and body; lines end with a line feed, and it ends with one
     */
    public Reply content(String message) throws IOException {
        Reply go = command("DATA");
        return go.code() == 354 ? end(message) : go;
    }

    /** After DATA was answered with 354: the message, as {@link #content} has it, and its end. */
    public Reply end(String message) throws IOException {
        String lines = message.replace("\n", "\r\n").replace("\r\n.", "\r\n..");
        send((lines.startsWith(".") ? "." : "") + lines + ".");
        return reply();
    }

    /** Says several lines at once, without waiting, and returns all answers. */
    public List<Reply> pipelined(List<String> lines) throws IOException {
        send(String.join("\r\n", lines));
        java.util.ArrayList<Reply> replies = new java.util.ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            replies.add(reply());
        }
        return replies;
    }

    /** A whole message to several recipients: the reply to each RCPT, then the reply to the end of the data, if any was taken. */
    public List<Reply> message(String sender, List<String> recipients, String subject) throws IOException {
        java.util.ArrayList<Reply> replies = new java.util.ArrayList<>();
        Reply from = mail(sender);
        if (!from.ok()) {
            return List.of(from);
        }
        boolean any = false;
        for (String recipient : recipients) {
            Reply reply = rcpt(recipient);
            any |= reply.ok();
            replies.add(reply);
        }
        replies.add(any ? data(subject) : command("RSET"));
        return replies;
    }

    /** Hangs up, with QUIT if the server still listens. */
    @Override
    public void close() throws IOException {
        try (socket) {
            send("QUIT");
        }
    }

    private void send(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Reply reply() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            String line = in.readLine();
            if (line == null || line.length() < 3) {
                throw new IOException("connection closed; got " + line);
            }
            text.append(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new Reply(Integer.parseInt(line.substring(0, 3)), text.toString());
            }
            text.append('\n');
        }
    }
}
