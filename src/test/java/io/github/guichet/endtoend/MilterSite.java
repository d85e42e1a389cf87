package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail host for {@code guichet.test} with the accounts, aliases and owners of {@code policy/rows.sql} in MariaDB, guichet as
 * milter and for log-ins, and Postfix with one SMTP service for each list of milters. All mail, for here and for elsewhere, ends in
 * one sink.
 */
final class MilterSite {

    /** guichet as Postfix names it. */
    static final String GUICHET = "unix:guichet/milter.sock";

    private static final AtomicInteger SUBJECTS = new AtomicInteger();

    final MariaDbServer database;
    final GuichetProcess guichet;
    final PostfixServer postfix;

    /** Where all mail ends. */
    final SmtpSink world;

    private final Map<String, Integer> ports = new HashMap<>();
    private final MetricsPage metrics;

    /**
     * Starts all of it.
     *
     * @param toml what goes before the host's own sections in guichet.toml; {@code @QUEUE@} is Postfix's queue directory
     * @param services lists of milters as {@code smtpd_milters} has them, by a name of letters
     * @param main lines of main.cf
     * @param deadline of the database
     */
    private MilterSite(
            Workspace work, Debian debian, String toml, Map<String, String> services, String main, String deadline) {
        this.database = MariaDbServer.start(work);
        this.world = SmtpSink.inet(work);
        database.sql(PolicySite.resource("rows.sql"));
        Path queue = PostfixServer.queueDirectory(work, "p");
        work.directory("p/q/private");
        Path socket = work.directory("p/q/guichet").resolve("milter.sock");
        this.metrics = new MetricsPage(work.freePort());
        Path file = work.file(
                "guichet.toml",
                toml.replace("@QUEUE@", queue.toString())
                        + PolicySite.host(work, "guichet", database, metrics.port())
                                .replace("deadline = \"2s\"", "deadline = \"" + deadline + "\""));
        this.guichet = GuichetProcess.start(work, file, UnixDomainSocketAddress.of(socket));
        PostfixSettings settings = new PostfixSettings(world.port())
                .of(debian)
                .mainCf(DovecotSettings.shipped(work, "postfix-sasl/main.cf"))
                // Even this machine must log in before it may relay.
                .set("mynetworks", "192.0.2.1")
                // Nor does it get its header fields completed.
                .set("local_header_rewrite_clients", "")
                .set("smtpd_authorized_xclient_hosts", "127.0.0.1")
                .set("recipient_delimiter", "+")
                .set("message_size_limit", "30000000")
                .set("virtual_mailbox_domains", "guichet.test")
                .set("virtual_mailbox_maps", "static:here")
                .set("virtual_transport", "smtp:[127.0.0.1]:" + world.port())
                .set("non_smtpd_milters", GUICHET)
                .mainCf(main);
        services.forEach((name, milters) -> {
            int port = work.freePort();
            ports.put(name, port);
            settings.filtered(port, name, milters);
        });
        String first = services.keySet().iterator().next();
        this.postfix = PostfixServer.start(work, "p", settings, port(first));
        if (settings.get("smtpd_sasl_auth_enable").equals("yes")) {
            Waiting.until("people can log in", () -> {
                try (SmtpDialogue smtp = SmtpDialogue.connect(port(first))) {
                    return smtp.login("alice", "good").code() == 235;
                }
            });
        }
    }

    /** Starts all of it with guichet as the only milter, of one service: {@code submission}. */
    static MilterSite start(Workspace work, Debian debian, String toml) {
        return new MilterSite(work, debian, toml, Map.of("submission", GUICHET), "", "2s");
    }

    /**
     * Starts all of it.
     *
     * @param toml what goes before the host's own sections in guichet.toml; {@code @QUEUE@} is Postfix's queue directory
     * @param services lists of milters as {@code smtpd_milters} has them, by a name of letters
     * @param main lines of main.cf
     */
    static MilterSite start(Workspace work, Debian debian, String toml, Map<String, String> services, String main) {
        return new MilterSite(work, debian, toml, services, main, "2s");
    }

    /**
     * Starts all of it with a database that may take its time.
     *
     * @param milters of the service {@code submission}, as {@code smtpd_milters} has them
     */
    static MilterSite patient(Workspace work, Debian debian, String toml, String milters) {
        return new MilterSite(work, debian, toml, Map.of("submission", milters), "", "30s");
    }

    /** A file of {@code src/test/resources/milter}. */
    static Path resource(String name) {
        return Path.of(System.getProperty("guichet.checkout", "../.."), "src/test/resources/milter", name)
                .toAbsolutePath()
                .normalize();
    }

    /** What is in it. */
    static String text(String name) {
        try {
            return Files.readString(resource(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts another milter, {@code neighbour.py}, on the socket {@code p/q/NAME.sock}; returns when it listens. */
    static String neighbour(Workspace work, String name) {
        PostfixServer.queueDirectory(work, "p");
        Path socket = work.path("p/q/" + name + ".sock");
        ServerProcess process = ServerProcess.start(
                List.of(Program.PYTHON.path(), resource("neighbour.py").toString(), name, socket.toString()),
                work.path(),
                work.log(name + ".log"),
                Map.of());
        AutoCloseable unused = work.closing(process::stop);
        process.await(() -> Files.exists(socket));
        return "unix:" + name + ".sock";
    }

    /** A subject that no other message has. */
    static String subject() {
        return "filtered " + SUBJECTS.incrementAndGet();
    }

    /** Where a service listens. */
    int port(String service) {
        return Objects.requireNonNull(ports.get(service), service);
    }

    /** A session with a service, by somebody who has logged in; by nobody if {@code login} is empty. */
    SmtpDialogue connect(String service, String login) throws IOException {
        SmtpDialogue smtp = SmtpDialogue.connect(port(service));
        if (!login.isEmpty()) {
            SmtpDialogue.Reply reply = smtp.login(login, "good");
            if (reply.code() != 235) {
                throw new AssertionError("AUTH as " + login + ": " + reply);
            }
        }
        return smtp;
    }

    /** The last reply of a whole message by the service {@code submission}, of a session of its own. */
    String send(String login, String sender, String recipient, String message) throws IOException {
        try (SmtpDialogue smtp = connect("submission", login)) {
            return send(smtp, sender, List.of(recipient), message);
        }
    }

    /** The last reply of a whole message: the one to its end, unless something before was refused. */
    static String send(SmtpDialogue smtp, String sender, List<String> recipients, String message) throws IOException {
        // Postfix 3.7 keeps the transaction of a message that it refused at its end.
        smtp.command("RSET");
        SmtpDialogue.Reply reply = smtp.mailUtf8(sender);
        for (String recipient : recipients) {
            reply = reply.ok() ? smtp.rcpt(recipient) : reply;
        }
        return (reply.ok() ? smtp.content(message) : reply).toString();
    }

    /** Waits until a message is there. */
    Delivered arrived(String subject) {
        return Delivered.of(world.arrived(subject).text());
    }

    /** The sum of all samples of {@code guichet_milter_messages_total} for a rule and a decision. */
    double counted(String rule, String decision) {
        return metrics.sum("guichet_milter_messages_total", "rule=\"" + rule + "\"", "decision=\"" + decision + "\"");
    }
}
