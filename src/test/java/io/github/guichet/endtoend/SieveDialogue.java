package io.github.guichet.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One ManageSieve session (RFC 5804) with a server on a loopback port. Not thread-safe. */
public final class SieveDialogue implements AutoCloseable {

    private final Conversation talk;

    private SieveDialogue(Conversation talk) {
        this.talk = talk;
    }

    /** Connects and awaits the end of the greeting. */
    public static SieveDialogue connect(int port) throws IOException {
        SieveDialogue dialogue = new SieveDialogue(Conversation.connect(port));
        dialogue.answer();
        return dialogue;
    }

    /** AUTHENTICATE "PLAIN"; the answer begins {@code OK} or {@code NO}. */
    public String login(String user, String password) throws IOException {
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        List<String> lines =
                command("AUTHENTICATE \"PLAIN\" \"" + Base64.getEncoder().encodeToString(plain) + "\"");
        return lines.get(lines.size() - 1);
    }

    /** A command, and the lines of its answer; the last one begins {@code OK}, {@code NO} or {@code BYE}. */
    public List<String> command(String command) throws IOException {
        talk.send(command);
        return answer();
    }

    private List<String> answer() throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = talk.line();
            lines.add(line);
            if (line.startsWith("OK") || line.startsWith("NO") || line.startsWith("BYE")) {
                return lines;
            }
        }
    }

    @Override
    public void close() throws IOException {
        talk.close();
    }
}
