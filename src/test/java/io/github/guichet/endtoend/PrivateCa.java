package io.github.guichet.endtoend;

import java.nio.file.Path;

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
                "2",
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
                "2",
                "-copy_extensions",
                "copy",
                "-out",
                issued.file().toString());
        return issued;
    }

    private static void openssl(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = Program.OPENSSL.path();
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        Command.run(line).succeeds();
    }
}
