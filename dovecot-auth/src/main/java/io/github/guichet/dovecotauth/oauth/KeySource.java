package io.github.guichet.dovecotauth.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The provider's keys, as they change. Not for event loops: a file may be read. Safe for use by many threads. */
interface KeySource {

    /** What is known; nothing when there never was anything, or too long ago. */
    Optional<JWKSet> current();

    /**
     * What is known now at the place itself, for a token whose key is not among the current ones.
     *
     * @return completes with a {@link KeysUnavailableException} when that cannot be said
     */
    CompletableFuture<JWKSet> renewed();
}
