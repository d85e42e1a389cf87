package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.certificate.CertificateFiles;
import io.github.guichet.lookup.certificate.ShownCertificate;
import io.github.guichet.lookup.certificate.SourceCertificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The certificates of one directory: what its servers show, and what is in our files. */
final class LdapCertificates {

    private final ShownCertificate shown = new ShownCertificate();
    private final Optional<CertificateFiles> files;

    LdapCertificates(LdapSourceConfig config) {
        boolean encrypted = config.startTls()
                || config.servers().stream().anyMatch(server -> server.scheme() == LdapServer.Scheme.LDAPS);
        LdapTls tls = config.tls();
        this.files = encrypted
                ? Optional.of(new CertificateFiles(
                        tls.verify() == LdapTls.Verify.NONE ? Optional.empty() : tls.caFile(),
                        tls.verify() == LdapTls.Verify.NONE ? Optional.empty() : tls.caDirectory(),
                        tls.certificate().or(tls::key)))
                : Optional.empty();
    }

    /** Where connections note what a server shows. */
    ShownCertificate shown() {
        return shown;
    }

    /** All that are known. */
    List<SourceCertificate> certificates() {
        return Stream.concat(shown.certificate().stream(), files.stream().flatMap(all -> all.certificates().stream()))
                .toList();
    }
}
