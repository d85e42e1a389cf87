package io.github.guichet.endtoend;

import java.io.IOException;

/** One LMTP session (RFC 2033) with a server on a loopback port: one message, one recipient at a time. Not thread-safe. */
public final class LmtpDialogue implements AutoCloseable {

    private final Conversation talk;

    private LmtpDialogue(Conversation talk) {
        this.talk = talk;
    }

    /** Connects, awaits the greeting and says LHLO. */
    public static LmtpDialogue connect(int port) throws IOException {
        LmtpDialogue dialogue = new LmtpDialogue(Conversation.connect(port));
        dialogue.reply();
        dialogue.talk.send("LHLO client.test");
        dialogue.reply();
        return dialogue;
    }

    /** Offers a message of one line; the reply to RCPT if that was no, else the reply to the end of the data. */
    public String deliver(String recipient, String subject) throws IOException {
        talk.send("MAIL FROM:<sender@client.test>");
        reply();
        talk.send("RCPT TO:<" + recipient + ">");
        String taken = reply();
        if (!taken.startsWith("250")) {
            talk.send("RSET");
            reply();
            return taken;
        }
        talk.send("DATA");
        reply();
        talk.send("Subject: " + subject + "\r\nFrom: <sender@client.test>\r\n\r\nhello\r\n.");
        return reply();
    }

    private String reply() throws IOException {
        String line = talk.line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = talk.line();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        talk.close();
    }
}
