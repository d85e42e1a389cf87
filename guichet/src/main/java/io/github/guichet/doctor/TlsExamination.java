package io.github.guichet.doctor;

import io.github.guichet.lookup.ldap.LdapServer;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificates of databases and directories, and of the authorities that we trust for them: when they end. */
final class TlsExamination implements Examination {

    private static final Duration SOON = Duration.ofDays(21);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Pattern HOST = Pattern.compile("//(?:\\[([^\\]]+)\\]|([^:/]+))(?::(\\d{1,5}))?");

    private final Setup setup;
    private final InstantSource clock;
    private int seen;

    TlsExamination(Setup setup, InstantSource clock) {
        this.setup = setup;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public List<Finding> examine() {
        seen = 0;
        List<Finding> findings = new ArrayList<>();
        for (SqlSourceConfig source : setup.sqlSources()) {
            sql(source, findings);
        }
        for (LdapSourceConfig source : setup.directories()) {
            ldap(source, findings);
        }
        return Finding.or(
                findings,
                seen == 0
                        ? "no source is spoken to over TLS"
                        : seen + " certificates are good for more than " + SOON.toDays() + " days");
    }

    private void sql(SqlSourceConfig source, List<Finding> findings) {
        SqlTls tls = source.tls();
        tls.caFile().ifPresent(file -> authorities(source.name(), file, findings));
        tls.certificate().ifPresent(file -> file(source.name(), file, findings));
        for (SqlServer server : source.servers()) {
            boolean network = server.reach() == SqlServer.Reach.NETWORK;
            boolean used = server.reach() != SqlServer.Reach.FILE
                    && server.reach() != SqlServer.Reach.UNIX
                    && (tls.mode() == SqlTls.Mode.VERIFIED || (tls.mode() == SqlTls.Mode.AUTOMATIC && network));
            Matcher host = HOST.matcher(server.url());
            if (used && host.find()) {
                boolean mariaDb = source.dialect() == SqlDialect.MARIADB;
                String name = Optional.ofNullable(host.group(1)).orElseGet(() -> String.valueOf(host.group(2)));
                int port = host.group(3) == null ? mariaDb ? 3306 : 5432 : Integer.parseInt(host.group(3));
                probe(
                        source.name(),
                        name,
                        port,
                        mariaDb ? CertificateProbe.Begin.MARIADB : CertificateProbe.Begin.POSTGRESQL,
                        findings);
            }
            if (network && tls.mode() == SqlTls.Mode.OFF) {
                findings.add(clear("source " + source.name() + " speaks to " + server.label(), "tls = \"auto\""));
            }
        }
    }

    private void ldap(LdapSourceConfig source, List<Finding> findings) {
        source.tls().caFile().ifPresent(file -> authorities(source.name(), file, findings));
        source.tls().certificate().ifPresent(file -> file(source.name(), file, findings));
        for (LdapServer server : source.servers()) {
            if (server.scheme() == LdapServer.Scheme.LDAPS) {
                probe(source.name(), server.host(), server.port(), CertificateProbe.Begin.AT_ONCE, findings);
            } else if (server.scheme() == LdapServer.Scheme.LDAP && source.startTls()) {
                probe(source.name(), server.host(), server.port(), CertificateProbe.Begin.LDAP, findings);
            } else if (server.scheme() == LdapServer.Scheme.LDAP && !server.isLocal()) {
                findings.add(clear("source " + source.name() + " speaks to " + server, "start-tls = true"));
            }
        }
    }

    private static Finding clear(String what, String line) {
        return Finding.warning(
                what + " in clear text, and with it passwords go over the network", "Encrypt below that source", line);
    }

    private void probe(String source, String host, int port, CertificateProbe.Begin begin, List<Finding> findings) {
        try {
            for (X509Certificate certificate : CertificateProbe.chain(host, port, begin, CONNECT)) {
                look("source " + source + ": the certificate of " + host + ":" + port, certificate, findings);
            }
        } catch (IOException e) {
            findings.add(Finding.unknown(
                    "source " + source + ": the certificate of " + host + ":" + port + " cannot be looked at: "
                            + e.getMessage(),
                    "The examination \"sources\" says whether the source can be used"));
        }
    }

    private void file(String source, Path file, List<Finding> findings) {
        read(source, file, findings).forEach(one -> look("source " + source + ": in " + file, one, findings));
    }

    /** An old one that ended may be kept beside the one that took its place, and a bundle has many: the one that ends last counts. */
    private void authorities(String source, Path file, List<Finding> findings) {
        read(source, file, findings).stream()
                .max(Comparator.comparing(X509Certificate::getNotAfter))
                .ifPresent(last -> look("source " + source + ": in " + file, last, findings));
    }

    private static List<X509Certificate> read(String source, Path file, List<Finding> findings) {
        List<X509Certificate> read = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                if (certificate instanceof X509Certificate x509) {
                    read.add(x509);
                }
            }
        } catch (IOException | CertificateException e) {
            findings.add(Finding.warning(
                    "source " + source + ": " + file + " cannot be read as certificates: " + e.getMessage(),
                    "Put PEM certificates there"));
        }
        return read;
    }

    private void look(String where, X509Certificate certificate, List<Finding> findings) {
        seen++;
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        String what = where + ", " + certificate.getSubjectX500Principal().getName() + ", ";
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            findings.add(Finding.error(
                    what + "begins to be good at " + certificate.getNotBefore().toInstant(),
                    "Is the clock of this host right?",
                    "timedatectl"));
        } else if (end.isBefore(now)) {
            findings.add(Finding.error(
                    what + "ended at " + end, "Renew it; until then nobody who verifies it gets an answer"));
        } else if (end.isBefore(now.plus(SOON))) {
            findings.add(Finding.warning(
                    what + "ends at " + end + ", in "
                            + Duration.between(now, end).toDays() + " days",
                    "Renew it in time"));
        }
    }
}
