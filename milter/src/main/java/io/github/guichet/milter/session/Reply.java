package io.github.guichet.milter.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a filter says at an event. What may be said at the end of a message too is a {@link Final}. */
public sealed interface Reply {

    /** Goes on. */
    Final CONTINUE = new Continue();

    /** {@link #CONTINUE} as a session returns it. */
    CompletableFuture<Reply> CONTINUED = CompletableFuture.completedFuture(CONTINUE);

    /** What may end a message. */
    sealed interface Final extends Reply {}

    /** The next event, and at the end of a message: this filter has nothing against it. */
    record Continue() implements Final {}

    /** Nothing more is asked about this message; at CONNECT and HELO: about this session. */
    record Accept() implements Final {}

    /** Refused with the MTA's own 5xx; at RCPT only that recipient. */
    record Reject() implements Final {}

    /** Put off with the MTA's own 4xx; at RCPT only that recipient. */
    record TempFail() implements Final {}

    /** Accepted and thrown away. Postfix ignores it at CONNECT and HELO. */
    record Discard() implements Final {}

    /**
     * Refused or put off with a text.
     *
     * @param code 400 to 599
     * @param status an enhanced status code (RFC 3463) of the same class
     * @param lines 1 to 32, at most 980 bytes each, without CR and LF (smfi_setmlreply); the connection cleans what does not hold to
     *     that
     */
    record Coded(int code, Optional<String> status, List<String> lines) implements Final {
        public Coded {
            lines = List.copyOf(lines);
            if (code < 400 || code > 599 || lines.isEmpty()) {
                throw new IllegalArgumentException("a reply needs a code of 400 to 599 and a line");
            }
        }
    }

    /** 421, and the MTA closes the session. */
    record Shutdown() implements Final {}

    /** No more events of this kind for this message; version 6 only, and "continue" for older MTAs. */
    record Skip() implements Reply {}
}
