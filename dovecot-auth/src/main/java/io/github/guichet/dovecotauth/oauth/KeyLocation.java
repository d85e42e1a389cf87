package io.github.guichet.dovecotauth.oauth;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** Where the provider's public keys are, as a JSON Web Key Set (RFC 7517). */
public sealed interface KeyLocation {

    /** A file, read again when it changed. */
    record File(Path path) implements KeyLocation {}

    /**
     * An address that is asked now and then.
     *
     * @param url with {@code https}, or with {@code http} on this host: who can change the keys can be anybody
     */
    record Url(URI url) implements KeyLocation {

        private static final Set<String> THIS_HOST = Set.of("127.0.0.1", "[::1]", "localhost");

        /** Refuses another address with an {@link IllegalArgumentException}. */
        public Url {
            String scheme = url.getScheme();
            String host = url.getHost();
            if (host == null || !("https".equals(scheme) || ("http".equals(scheme) && THIS_HOST.contains(host)))) {
                throw new IllegalArgumentException(url + " is neither https nor http on 127.0.0.1");
            }
        }
    }
}
