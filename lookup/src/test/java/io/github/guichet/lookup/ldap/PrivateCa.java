package io.github.guichet.lookup.ldap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate authority made by openssl for one test. */
final class PrivateCa {

    private final Path directory;

    private PrivateCa(Path directory) {
        this.directory = directory;
    }

    /** Makes {@code CA.pem} and its key. */
    static PrivateCa create(Path directory) throws IOException {
        PrivateCa ca = new PrivateCa(directory);
        PrivateSlapd.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=Private test CA",
                "-keyout",
                ca.path("CA.key"),
                "-out",
                ca.path("CA.pem"));
        return ca;
    }

    /** Makes {@code NAME.pem} and {@code NAME.key} for a host. */
    void issue(String name, String host) throws IOException {
        Path extensions = directory.resolve(name + ".ext");
        Files.writeString(extensions, "subjectAltName=DNS:" + host + "\n");
        PrivateSlapd.run(
                "openssl",
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + host,
                "-keyout",
                path(name + ".key"),
                "-out",
                path(name + ".csr"));
        PrivateSlapd.run(
                "openssl",
                "x509",
                "-req",
                "-in",
                path(name + ".csr"),
                "-CA",
                path("CA.pem"),
                "-CAkey",
                path("CA.key"),
                "-CAcreateserial",
                "-days",
                "30",
                "-extfile",
                extensions.toString(),
                "-out",
                path(name + ".pem"));
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private String path(String name) {
        return file(name).toString();
    }
}
