package io.github.guichet.milter.session;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is said at the end of a message, and nowhere else.
 *
 * @param changes in the order in which the MTA is to make them; none are made if it refuses the message
 * @param reply what becomes of the message
 */
public record EndOfMessage(List<Modification> changes, Reply.Final reply) {

    /** Passes unchanged. */
    public static final EndOfMessage UNCHANGED = new EndOfMessage(List.of(), Reply.CONTINUE);

    /** {@link #UNCHANGED} as a session returns it. */
    public static final CompletableFuture<EndOfMessage> PASSED = CompletableFuture.completedFuture(UNCHANGED);

    /** Keeps a copy. */
    public EndOfMessage {
        changes = List.copyOf(changes);
    }
}
