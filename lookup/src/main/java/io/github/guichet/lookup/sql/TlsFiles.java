package io.github.guichet.lookup.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys from PEM files, read anew for each connection so that a renewed certificate needs no restart.
 *
 * <p>The drivers create their TLS plug-ins by class name, so the paths travel as options of the connection.
 */
final class TlsFiles {

    private static final String CA_FILE = "guichetCaFile";
    private static final String CA_DIRECTORY = "guichetCaDirectory";
    private static final String CERTIFICATE = "guichetCertificate";
    private static final String KEY = "guichetKey";
    private static final String SERVER = "guichetServer";
    private static final String VERIFY = "guichetVerify";
    private static final Pattern KEY_BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----(.*?)-----END", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** The fixed head of a PKCS #8 structure around an RSA key: version 0, rsaEncryption. */
    private static final byte[] RSA_HEAD = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private final Properties options;

    TlsFiles(Properties options) {
        this.options = options;
    }

    static void toOptions(SqlTls tls, SqlServer server, Properties options) {
        tls.caFile().ifPresent(file -> options.setProperty(CA_FILE, file.toString()));
        tls.caDirectory().ifPresent(file -> options.setProperty(CA_DIRECTORY, file.toString()));
        tls.certificate().ifPresent(file -> options.setProperty(CERTIFICATE, file.toString()));
        tls.key().ifPresent(file -> options.setProperty(KEY, file.toString()));
        options.setProperty(SERVER, server.label());
        options.setProperty(VERIFY, String.valueOf(tls.modeFor(server) == SqlTls.Mode.VERIFIED));
    }

    private Optional<Path> path(String option) {
        return Optional.ofNullable(options.getProperty(option)).map(Path::of);
    }

    /** Whom to trust. */
    TrustManager[] trust() throws GeneralSecurityException, IOException {
        String server = options.getProperty(SERVER, "the server");
        if (!Boolean.parseBoolean(options.getProperty(VERIFY, "true"))) {
            return new TrustManager[] {ServerTrust.ofAny(server, this::shown)};
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities());
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return new TrustManager[] {ServerTrust.of(server, extended, this::shown)};
            }
        }
        throw new GeneralSecurityException("this Java has no X.509 trust manager");
    }

    private void shown(X509Certificate[] chain) {
        ShownCertificates.shown(options, chain);
    }

    private @Nullable KeyStore authorities() throws GeneralSecurityException, IOException {
        List<Certificate> certificates = new ArrayList<>();
        Optional<Path> file = path(CA_FILE);
        if (file.isPresent()) {
            certificates.addAll(certificates(file.get()));
        }
        Optional<Path> directory = path(CA_DIRECTORY);
        if (directory.isPresent()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.get(), Files::isRegularFile)) {
                for (Path one : files) {
                    if (Files.readString(one, StandardCharsets.ISO_8859_1).contains("BEGIN CERTIFICATE")) {
                        certificates.addAll(certificates(one));
                    }
                }
            }
        }
        if (file.isEmpty() && directory.isEmpty()) {
            return null; // the system's
        }
        KeyStore store = emptyStore();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("ca" + i, certificates.get(i));
        }
        return store;
    }

    /** What to show of ourselves; nothing when no certificate is configured. */
    KeyManager[] keys() throws GeneralSecurityException, IOException {
        Optional<Path> certificate = path(CERTIFICATE);
        Optional<Path> key = path(KEY).or(() -> certificate);
        if (certificate.isEmpty() || key.isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(certificate.get()).toArray(new Certificate[0]);
        store.setKeyEntry("client", privateKey(key.get()), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException(file + " holds no readable certificates: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        Matcher block = KEY_BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        String wanted =
                file + ": a private key in PEM is needed, not encrypted; openssl pkcs8 -topk8 -nocrypt makes one";
        if (!block.find()) {
            throw new GeneralSecurityException(wanted);
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(block.group(2).replaceAll("(?m)^[A-Za-z-]+:.*$", ""));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(wanted, e);
        }
        if (block.group(1).equals("RSA PRIVATE KEY")) {
            der = sequence(RSA_HEAD, tagged(0x04, der));
        }
        GeneralSecurityException failure = new GeneralSecurityException(wanted);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e); // of another kind
            }
        }
        throw failure;
    }

    private static byte[] sequence(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return tagged(0x30, both);
    }

    private static byte[] tagged(int tag, byte[] content) {
        int n = content.length;
        byte[] head;
        if (n < 0x80) {
            head = new byte[] {(byte) tag, (byte) n};
        } else if (n < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) n};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
        }
        byte[] all = java.util.Arrays.copyOf(head, head.length + n);
        System.arraycopy(content, 0, all, head.length, n);
        return all;
    }
}
