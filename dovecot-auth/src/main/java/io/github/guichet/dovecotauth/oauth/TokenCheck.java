package io.github.guichet.dovecotauth.oauth;

import java.util.concurrent.CompletableFuture;

/** Says whose access token this is. Safe for use by many threads. */
@FunctionalInterface
public interface TokenCheck {

    /**
     * Checks a token. Does not block.
     *
     * @param token as the client sent it, in the alphabet of RFC 6750, section 2.1
     * @return never completes exceptionally
     */
    CompletableFuture<Verdict> check(String token);

    /** What came of it. */
    sealed interface Verdict {

        /** It is good. */
        record Valid(String user) implements Verdict {}

        /**
         * It is not good for this server.
         *
         * @param status {@code invalid_token} or {@code insufficient_scope}, for the client (RFC 6750, section 3.1)
         * @param why for the log
         */
        record Invalid(String status, String why) implements Verdict {}

        /**
         * Nobody could say; no fault of the client.
         *
         * @param reason for the log
         */
        record Unavailable(String reason) implements Verdict {}
    }
}
