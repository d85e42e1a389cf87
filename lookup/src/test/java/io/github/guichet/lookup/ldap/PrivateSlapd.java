package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.StoppedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's slapd in a temporary directory, on a free loopback port and a Unix socket, stopped by its process. */
final class PrivateSlapd implements AutoCloseable {

    static final String SUFFIX = "dc=xoyize,dc=xyz";
    private static final String SLAPD = "/usr/sbin/slapd";

    final Path directory;
    final int port;
    final int ldapsPort;
    final PrivateCa ca;
    private final Path configuration;
    private Process process;

    private PrivateSlapd(Path directory, int port, PrivateCa ca, Path configuration) throws IOException {
        this.directory = directory;
        this.port = port;
        this.ldapsPort = freePort();
        this.ca = ca;
        this.configuration = configuration;
        this.process = launch();
    }

    /**
     * Starts one.
     *
     * @param directory empty, short enough for a socket's path
     * @param certificateHost the host its certificate is for
     * @param extra further lines of slapd.conf, global
     * @param ldif the tree
     */
    static PrivateSlapd start(Path directory, String certificateHost, String extra, String ldif) throws IOException {
        assertThat(Path.of(SLAPD)).as("Debian's package slapd").exists();
        PrivateCa ca = PrivateCa.create(directory);
        ca.issue("server", certificateHost);
        Files.createDirectory(directory.resolve("db"));
        Files.writeString(directory.resolve("postfix.schema"), resource("postfix.schema"));
        Files.writeString(directory.resolve("tree.ldif"), ldif);
        Path configuration = directory.resolve("slapd.conf");
        Files.writeString(configuration, """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/nis.schema
                include /etc/ldap/schema/inetorgperson.schema
                include @DIR@/postfix.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile @DIR@/slapd.pid
                TLSCACertificateFile @DIR@/CA.pem
                TLSCertificateFile @DIR@/server.pem
                TLSCertificateKeyFile @DIR@/server.key
                TLSVerifyClient try
                @EXTRA@
                database mdb
                suffix "dc=xoyize,dc=xyz"
                rootdn "cn=root,dc=xoyize,dc=xyz"
                rootpw secret
                directory @DIR@/db
                maxsize 10485760
                @ACCESS@
                """.replace("@EXTRA@", extra)
                .replace("@ACCESS@", resource("slapd-access.conf"))
                .replace("@DIR@", directory.toString()));
        run(
                "/usr/sbin/slapadd",
                "-f",
                configuration.toString(),
                "-l",
                directory.resolve("tree.ldif").toString());
        return new PrivateSlapd(directory, freePort(), ca, configuration);
    }

    /** A file of the acceptance case {@code ldap-multidomain}; the working directory of these tests is the module. */
    static String resource(String name) throws IOException {
        return Files.readString(Path.of("../src/test/resources/acceptance/ldap-multidomain", name));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(
                        SLAPD,
                        "-h",
                        "ldap://127.0.0.1:" + port + "/ ldaps://127.0.0.1:" + ldapsPort + "/ " + ldapi(),
                        "-f",
                        configuration.toString(),
                        "-d",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("slapd.log").toFile())
                .start();
        for (int i = 0; i < 600 && !listens(); i++) {
            assertThat(started.isAlive()).as("slapd runs: %s", log()).isTrue();
            sleep(50);
        }
        assertThat(listens()).as("slapd listens: %s", log()).isTrue();
        return started;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("slapd.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The URL of its socket. */
    String ldapi() {
        return "ldapi://" + directory.resolve("ldapi").toString().replace("/", "%2F");
    }

    /** Sends a signal, such as STOP or CONT. After STOP it does not answer any more. */
    void signal(String name) throws IOException {
        run("/bin/kill", "-" + name, String.valueOf(process.pid()));
        if (name.equals("STOP")) {
            StoppedProcess.await(process.pid());
        }
    }

    /** Ends it and starts it again on the same port. */
    void restart() throws IOException {
        stop();
        process = launch();
    }

    /** Ends it. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            try {
                signal("CONT");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        stop();
    }
}
