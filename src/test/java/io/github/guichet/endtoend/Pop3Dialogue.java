package io.github.guichet.endtoend;

import java.io.IOException;

/** One POP3 session with a server on a loopback port. Not thread-safe. */
public final class Pop3Dialogue implements AutoCloseable {

    private final Conversation talk;

    private Pop3Dialogue(Conversation talk) {
        this.talk = talk;
    }

    /** Connects and awaits the greeting. */
    public static Pop3Dialogue connect(int port) throws IOException {
        Pop3Dialogue dialogue = new Pop3Dialogue(Conversation.connect(port));
        String greeting = dialogue.talk.line();
        if (!greeting.startsWith("+OK")) {
            throw new IOException("greeting: " + greeting);
        }
        return dialogue;
    }

    /** USER and PASS; the answer to PASS: {@code +OK …} or {@code -ERR …}. */
    public String login(String user, String password) throws IOException {
        talk.ask("USER " + user);
        return talk.ask("PASS " + password);
    }

    /** A command whose answer is one line. */
    public String command(String command) throws IOException {
        return talk.ask(command);
    }

    @Override
    public void close() throws IOException {
        talk.close();
    }
}
