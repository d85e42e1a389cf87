package io.github.guichet.dovecotauth.sasl;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One run of a mechanism. Used by one thread at a time: the next step begins when the last one's future is complete. */
public interface SaslExchange {

    /**
     * Takes what the client said.
     *
     * @param response decoded from base64; absent only in the first step, when the client sent no initial response. Present and
     *     empty is an empty response
     * @return never completes exceptionally
     */
    CompletableFuture<SaslStep> step(Optional<byte[]> response);
}
