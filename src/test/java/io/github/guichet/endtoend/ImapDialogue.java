package io.github.guichet.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** One IMAP session with a server on a loopback port, said command by command. Not thread-safe. */
public final class ImapDialogue implements AutoCloseable {

    private final Conversation talk;
    private int tag;

    /**
     * The answer to a command.
     *
     * @param status {@code OK}, {@code NO} or {@code BAD}
     * @param text what follows it, with the response code
     * @param untagged the lines before it
     */
    public record Reply(String status, String text, List<String> untagged) {

        /** Whether the server did it. */
        public boolean ok() {
            return status.equals("OK");
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }

    private ImapDialogue(Conversation talk) throws IOException {
        this.talk = talk;
        String greeting = talk.line();
        if (!greeting.startsWith("* OK")) {
            throw new IOException("greeting: " + greeting);
        }
    }

    /** Connects and awaits the greeting. */
    public static ImapDialogue connect(int port) throws IOException {
        return new ImapDialogue(Conversation.connect(port));
    }

    /** Connects under TLS and awaits the greeting. */
    public static ImapDialogue connect(int port, SSLSocketFactory tls) throws IOException {
        return new ImapDialogue(Conversation.connect(port).startTls(tls));
    }

    /** LOGIN, with both words quoted. */
    public Reply login(String user, String password) throws IOException {
        return command("LOGIN " + quoted(user) + " " + quoted(password));
    }

    /** AUTHENTICATE with an initial response, in the clear here. */
    public Reply authenticate(String mechanism, String initialResponse) throws IOException {
        byte[] bytes = initialResponse.getBytes(StandardCharsets.UTF_8);
        String encoded = bytes.length == 0 ? "=" : Base64.getEncoder().encodeToString(bytes);
        return command("AUTHENTICATE " + mechanism + " " + encoded);
    }

    /** Any command that needs no continuation; a challenge in between is answered with an empty line. */
    public Reply command(String command) throws IOException {
        String own = "a" + ++tag + " ";
        talk.send(own + command);
        List<String> untagged = new ArrayList<>();
        while (true) {
            String line = talk.line();
            if (line.startsWith(own)) {
                String[] parts = line.substring(own.length()).split(" ", 2);
                return new Reply(parts[0], parts.length > 1 ? parts[1] : "", List.copyOf(untagged));
            }
            if (line.startsWith("+")) {
                talk.send("");
            } else {
                untagged.add(line);
            }
        }
    }

    @Override
    public void close() throws IOException {
        talk.close();
    }

    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
