package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.certificate.CertificateFiles;
import io.github.guichet.lookup.certificate.ShownCertificate;
import io.github.guichet.lookup.certificate.SourceCertificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The certificates of one database: what its servers show, and what is in our files. */
final class SqlCertificates {

    private final ShownCertificate shown = new ShownCertificate();
    private final Optional<CertificateFiles> files;

    SqlCertificates(SqlSourceConfig config) {
        SqlTls tls = config.tls();
        boolean encrypted = config.servers().stream().map(tls::modeFor).anyMatch(mode -> mode != SqlTls.Mode.OFF);
        boolean verified = config.servers().stream().map(tls::modeFor).anyMatch(mode -> mode == SqlTls.Mode.VERIFIED);
        this.files = encrypted
                ? Optional.of(new CertificateFiles(
                        verified ? tls.caFile() : Optional.empty(),
                        verified ? tls.caDirectory() : Optional.empty(),
                        tls.certificate()))
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
