package io.github.guichet.server;

import java.util.List;

/** Something that a running process can be told over its admin socket. */
public interface AdminCommand {

    /** The first word of the request. */
    String name();

    /**
     * Does it. Called on the one thread of the admin server, so it may block, and the next command waits.
     *
     * @param arguments the other words of the request, as the user gave them
     * @return the whole reply, as it will be printed
     * @throws AdminException when it cannot be done, with a sentence for the user
     */
    String run(List<String> arguments) throws AdminException;
}
