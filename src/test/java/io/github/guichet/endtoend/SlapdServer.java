package io.github.guichet.endtoend;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A private OpenLDAP server on a loopback port, with StartTLS by a certificate of its own authority and the suffix
 * {@code dc=xoyize,dc=xyz} that the acceptance case {@code ldap-multidomain} uses.
 */
public final class SlapdServer implements AutoCloseable, Breakable {

    /** Who may do everything. */
    public static final String ROOT_DN = "cn=root,dc=xoyize,dc=xyz";

    /** The password of {@link #ROOT_DN}. */
    public static final String ROOT_PASSWORD = "rootpw";

    private final Workspace work;
    private final Path directory;
    private final int port;
    private final int tlsPort;
    private ServerProcess process;

    private SlapdServer(Workspace work, Path directory, int port) {
        this.work = work;
        this.directory = directory;
        this.port = port;
        this.tlsPort = work.freePort();
        this.process = launch();
    }

    /**
     * Starts an empty server and returns when it answers.
     *
     * @param schema a schema file beyond core, cosine and nis
     * @param access {@code access to …} rules as slapd.access(5) writes them
     * @param certificate what it shows after StartTLS
     */
    public static SlapdServer start(Workspace work, Path schema, String access, PrivateCa.Certificate certificate) {
        int port = work.freePort();
        Path directory = work.directory("slapd" + port);
        work.directory("slapd" + port + "/data");
        String config = """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/nis.schema
                include %s
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile %s/pid
                TLSCertificateFile %s
                TLSCertificateKeyFile %s
                database mdb
                maxsize 67108864
                suffix dc=xoyize,dc=xyz
                rootdn %s
                rootpw %s
                directory %s/data
                index objectClass eq
                %s
                """.formatted(
                schema, directory, certificate.file(), certificate.key(), ROOT_DN, ROOT_PASSWORD, directory, access);
        work.file(directory.getFileName() + "/slapd.conf", config);
        return work.closing(new SlapdServer(work, directory, port));
    }

    /** The server's URL. It holds the address, because libldap replaces the name localhost by the machine's name before it verifies. */
    public String url() {
        return "ldap://127.0.0.1:" + port;
    }

    /** The URL of its TLS port. */
    public String tlsUrl() {
        return "ldaps://127.0.0.1:" + tlsPort;
    }

    /** The URL of its Unix socket. */
    public String socketUrl() {
        return "ldapi://" + directory.resolve("ldapi").toString().replace("/", "%2F");
    }

    /** The loopback port. */
    public int port() {
        return port;
    }

    /** Adds the entries of an LDIF file as the root user. */
    public void add(Path ldif) {
        Command.run(
                        Program.LDAPADD.path(),
                        "-x",
                        "-H",
                        "ldap://127.0.0.1:" + port,
                        "-D",
                        ROOT_DN,
                        "-w",
                        ROOT_PASSWORD,
                        "-f",
                        ldif.toString())
                .succeeds();
    }

    /** SIGKILL: connections break, the port refuses. */
    @Override
    public void kill() {
        process.kill();
    }

    /** SIGTERM and wait. */
    public void stop() {
        process.stop();
    }

    /** SIGSTOP: connections stay open and nobody answers. */
    @Override
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    @Override
    public void resume() {
        process.resume();
    }

    /** Starts the server again, on the same port and data, and returns when it answers. */
    @Override
    public void restart() {
        if (process.isAlive()) {
            process.stop();
        }
        process = launch();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.kill();
        }
    }

    private ServerProcess launch() {
        List<String> line = List.of(
                Program.SLAPD.path(),
                "-h",
                "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + tlsPort,
                "-f",
                directory.resolve("slapd.conf").toString(),
                // Any -d keeps it in the foreground; "stats" logs one line an operation.
                "-d",
                "stats");
        ServerProcess started =
                ServerProcess.start(line, directory, work.log(directory.getFileName() + "/log"), Map.of());
        started.await(() -> {
            try (LDAPConnection connection = new LDAPConnection("127.0.0.1", port, ROOT_DN, ROOT_PASSWORD)) {
                return connection.isConnected();
            }
        });
        return started;
    }
}
