package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that nobody but this test trusts. */
public final class PrivateCa {

    private final Path directory;

    /**
     * A server's certificate.
     *
     * @param file PEM, readable by all
     * @param key PEM, without a passphrase
     */
    public record Certificate(Path file, Path key) {}

    private PrivateCa(Path directory) {
        this.directory = directory;
    }

    /** Makes an authority; its certificate is {@link #file}. */
    public static PrivateCa create(Workspace work, String name) {
        PrivateCa ca = new PrivateCa(work.directory(name));
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "365",
                "-subj",
                "/CN=" + name,
                "-keyout",
                ca.directory.resolve("ca.key").toString(),
                "-out",
                ca.file().toString());
        return ca;
    }

    /** The authority's own certificate. */
    public Path file() {
        return directory.resolve("CA.pem");
    }

    /**
     * Issues a certificate.
     *
     * @param subjectAltName as openssl writes it, e.g. {@code DNS:localhost,IP:127.0.0.1}
     */
    public Certificate issue(String name, String subjectAltName) {
        Path request = directory.resolve(name + ".csr");
        Certificate issued = new Certificate(directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=" + subjectAltName,
                "-keyout",
                issued.key().toString(),
                "-out",
                request.toString());
        openssl(
                "x509",
                "-req",
                "-in",
                request.toString(),
                "-CA",
                file().toString(),
                "-CAkey",
                directory.resolve("ca.key").toString(),
                "-CAcreateserial",
                "-days",
                "365",
                "-copy_extensions",
                "copy",
                "-out",
                issued.file().toString());
        return issued;
    }

    /** TLS for a client who trusts this authority and shows a certificate, which may be from another one. */
    public SSLSocketFactory client(Certificate shown) {
        Path store = Path.of(shown.file() + ".p12");
        openssl(
                "pkcs12",
                "-export",
                "-in",
                shown.file().toString(),
                "-inkey",
                shown.key().toString(),
                "-out",
                store.toString(),
                "-passout",
                "pass:secret");
        char[] secret = "secret".toCharArray();
        try (InputStream pem = Files.newInputStream(file())) {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(store.toFile(), secret), secret);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, secret);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void openssl(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = Program.OPENSSL.path();
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        Command.run(line).succeeds();
    }
}
