package io.github.guichet.lookup.certificate;

import java.time.Instant;

/**
 * A certificate on which it depends whether a source can be asked.
 *
 * @param kind whose it is
 * @param ends its notAfter (RFC 5280, 4.1.2.5); nothing else of it is kept, as a peer may have written it
 */
public record SourceCertificate(Kind kind, Instant ends) {

    /** Whose a certificate is. */
    public enum Kind {
        /** The one that the server showed when it was connected to last. */
        SERVER,
        /** Our own, which servers are shown. */
        CLIENT,
        /** Of those that may vouch for the server, the one that ends last. */
        CA
    }
}
