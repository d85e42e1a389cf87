package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.certificate.ShownCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PEM files of an {@link LdapTls}. They are read anew for each new connection: connections are few, and a renewed
 * certificate is taken up without a restart.
 */
final class TlsMaterial {

    private static final char[] NO_PASSWORD = new char[0];

    private final LdapTls tls;
    private final ShownCertificate shown;

    TlsMaterial(LdapTls tls, ShownCertificate shown) {
        this.tls = tls;
        this.shown = shown;
    }

    /**
     * Sockets that judge the certificate of one host.
     *
     * @throws IOException names the file that cannot be used
     */
    SSLSocketFactory sockets(String host) throws IOException {
        try {
            Optional<X509TrustManager> chains =
                    tls.verify() == LdapTls.Verify.NONE ? Optional.empty() : Optional.of(chains());
            String trusted = Stream.of(tls.caFile(), tls.caDirectory())
                    .flatMap(Optional::stream)
                    .map(Path::toString)
                    .reduce((a, b) -> a + " and " + b)
                    .orElse("the Java runtime");
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] check = {new ServerCertificateCheck(host, tls.verify(), chains, trusted, shown)};
            context.init(keys(), check, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private X509TrustManager chains() throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        if (tls.caFile().isPresent()) {
            certificates.addAll(PemFile.certificates(tls.caFile().get()));
        }
        if (tls.caDirectory().isPresent()) {
            certificates.addAll(directory(tls.caDirectory().get()));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(tls.caFile().isPresent() || tls.caDirectory().isPresent() ? store(certificates) : null);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** OpenLDAP's directories hold one file a certificate beside links named by hash; both are read, doubles do no harm. */
    private static List<X509Certificate> directory(Path directory) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    all.addAll(PemFile.certificates(file));
                } catch (IOException e) {
                    // A list of revoked certificates, a README: not for us.
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException(directory + " cannot be listed", e);
        }
        if (all.isEmpty()) {
            throw new IOException(directory + " holds no file with a PEM certificate");
        }
        return all;
    }

    private static KeyStore store(List<X509Certificate> certificates) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("ca" + i, certificates.get(i));
        }
        return store;
    }

    private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
        if (tls.certificate().isEmpty() && tls.key().isEmpty()) {
            return null;
        }
        // Either may hold both, as libldap allows.
        Path certificate = tls.certificate().or(tls::key).orElseThrow();
        Path key = tls.key().or(tls::certificate).orElseThrow();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own",
                PemFile.key(key),
                NO_PASSWORD,
                PemFile.certificates(certificate).toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }
}
