package io.github.guichet.lookup.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Remembers until when the certificate is valid that a source's server showed last. Safe for use by many threads. */
public final class ShownCertificate {

    private volatile Optional<Instant> ends = Optional.empty();

    /** None was shown yet. */
    public ShownCertificate() {}

    /**
     * One was shown, whether it is trusted or not: one that has ended is refused, and must be seen.
     *
     * @param chain the server's own certificate first
     */
    public void shown(X509Certificate[] chain) {
        if (chain.length > 0) {
            ends = Optional.of(chain[0].getNotAfter().toInstant());
        }
    }

    /** Its end, if one was shown. */
    public Optional<SourceCertificate> certificate() {
        return ends.map(end -> new SourceCertificate(SourceCertificate.Kind.SERVER, end));
    }
}
