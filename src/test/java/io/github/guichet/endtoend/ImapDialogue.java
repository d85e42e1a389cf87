package io.github.guichet.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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

    /** AUTHENTICATE with any mechanism, to its end. */
    public Reply authenticate(Sasl mechanism) throws IOException {
        return command(
                "AUTHENTICATE " + mechanism.name()
                        + mechanism.initial().map(" "::concat).orElse(""),
                mechanism::answer);
    }

    /** Any command that needs no continuation. */
    public Reply command(String command) throws IOException {
        return command(command, challenge -> "*");
    }

    private Reply command(String command, UnaryOperator<String> continuation) throws IOException {
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
                talk.send(continuation.apply(line.substring(1).strip()));
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
