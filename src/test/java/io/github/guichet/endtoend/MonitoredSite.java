package io.github.guichet.endtoend;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One guichet with everything switched on, and one who asks all its daemons. */
final class MonitoredSite {

    final Workspace work;
    final MariaDbServer database;
    final MetricsPage metrics;
    final PrivateCa.Certificate server;

    private MonitoredSite(Workspace work) throws IOException {
        this.work = work;
        PrivateCa ca = PrivateCa.create(work, "ca");
        this.server = ca.issue("server", "IP:127.0.0.1,DNS:localhost");
        PrivateCa.Certificate client = ca.issue("client", "DNS:mx.example.org");
        this.database = MariaDbServer.start(
                work, "--ssl-ca=" + ca.file(), "--ssl-cert=" + server.file(), "--ssl-key=" + server.key());
        database.sql("CREATE TABLE alias (address VARCHAR(99) PRIMARY KEY, goto TEXT)");
        database.sql("INSERT INTO alias VALUES ('ann@example.org', 'box@example.net')");
        database.sql("CREATE TABLE account (name VARCHAR(99) PRIMARY KEY, password TEXT, home TEXT)");
        database.sql("INSERT INTO account VALUES ('ann', '{PLAIN}good', '/home/ann')");
        Acceptance.copy(work, "ldap-multidomain", Map.of());
        SlapdServer directory = SlapdServer.start(
                work, work.path("postfix.schema"), Files.readString(work.path("slapd-access.conf")), server);
        directory.add(work.path("tree.ldif"));
        work.directory("cache");
        this.metrics = new MetricsPage(work.freePort());
        Path toml = work.file(
                "guichet.toml",
                Files.readString(resource("guichet.toml"))
                        .replace("@DIR@", work.path().toString())
                        .replace("@DB@", Integer.toString(database.port()))
                        .replace("@LDAP@", directory.url())
                        .replace("@CA@", ca.file().toString())
                        .replace("@CERT@", client.file().toString())
                        .replace("@KEY@", client.key().toString())
                        .replace("@METRICS@", Integer.toString(metrics.port())));
        GuichetCommand.run(toml, "domain", "add", "example.org").succeeds();
        GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("socketmap.sock")));
    }

    /** Starts all of it. */
    static MonitoredSite start(Workspace work) throws IOException {
        return new MonitoredSite(work);
    }

    /** A file of {@code src/test/resources/monitoring}. */
    static Path resource(String name) {
        return Path.of(System.getProperty("guichet.checkout", "../.."), "src/test/resources/monitoring", name)
                .toAbsolutePath()
                .normalize();
    }

    /** Asks every daemon what it can answer with each of its answers. */
    void traffic() throws IOException {
        try (SocketmapClient client = SocketmapClient.unix(work.path("socketmap.sock"))) {
            for (int i = 0; i < 50; i++) {
                client.ask("alias", "ann@example.org");
                client.ask("alias", "nobody@example.org");
                client.ask("people", "xomail");
                client.ask("owners", "ann@example.org");
            }
            client.ask("alias", "\"@example.org");
            client.ask("nosuchmap", "ann@example.org");
        }
        logIn("ann", "good");
        logIn("ann", "bad");
        try (PolicyClient client = PolicyClient.unix(work.path("policy.sock"))) {
            client.ask(
                    PolicyQuestion.rcpt("boss@example.org", "box@example.net").as("ann"));
            for (int i = 0; i < 4; i++) {
                client.ask(PolicyQuestion.endOfMessage("ann", 1));
            }
        }
        // The test of its rule is elsewhere: what counts here is that messages of all kinds came through.
        Command.run(
                        List.of(
                                Program.MILTERTEST.path(),
                                "-D",
                                "socket=unix:" + work.path("milter.sock"),
                                "-s",
                                resource("../miltertest/from.lua").toString()),
                        "")
                .succeeds();
    }

    private void logIn(String user, String password) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(work.path("client.sock")));
                Lines peer = new Lines(channel)) {
            peer.write("VERSION\t1\t2\nCPID\t30488\n"
                    + "AUTH\t7\tPLAIN\tservice=imap\tsecured\tlip=127.0.0.1\trip=127.0.0.1\tresp="
                    + Sasl.encoded("\0" + user + "\0" + password) + "\n");
            String line = peer.read();
            while (!line.isEmpty() && !line.startsWith("OK\t") && !line.startsWith("FAIL\t")) {
                line = peer.read();
            }
        }
    }
}
