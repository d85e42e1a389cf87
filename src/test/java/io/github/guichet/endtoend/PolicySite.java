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
 * A mail host for {@code guichet.test} with the accounts, aliases, owners and quotas of {@code policy/rows.sql} in MariaDB, guichet as
 * the policy service and for log-ins, and Postfix with one SMTP service for each policy context.
 */
final class PolicySite {

    /** The options that docs/policy.md has one write. */
    static final String SHIPPED = "default_action=DUNNO, timeout=5s";

    private static final AtomicInteger SUBJECTS = new AtomicInteger();

    final MariaDbServer database;
    final GuichetProcess guichet;
    final PostfixServer postfix;

    /** The policy service, for questions past Postfix. */
    final Path socket;

    /** Where mail for the mailboxes ends. */
    final SmtpSink mailboxes;

    /** Where mail for the rest of the world ends. */
    final SmtpSink world;

    private final Map<String, Integer> ports = new HashMap<>();
    private final MetricsPage metrics;

    private PolicySite(
            Workspace work, Debian debian, String cache, String rules, String options, List<String> contexts) {
        this.database = MariaDbServer.start(work);
        this.mailboxes = SmtpSink.inet(work);
        this.world = SmtpSink.inet(work);
        database.sql(resource("rows.sql"));
        PostfixServer.queueDirectory(work, "p");
        work.directory("p/q/private");
        this.socket = work.directory("p/q/guichet").resolve("policy.sock");
        this.metrics = new MetricsPage(work.freePort());
        String policy = "[policy]\nlisten = [\"unix:" + socket + "\"]\n";
        Path toml = work.file(
                "guichet.toml", cache + host(work, "guichet", database, metrics.port()) + policy + filled(rules, work));
        this.guichet = GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(socket));
        PostfixSettings settings = new PostfixSettings(world.port())
                .of(debian)
                .mainCf(DovecotSettings.shipped(work, "postfix-sasl/main.cf"))
                // Even this machine must log in before it may relay.
                .set("mynetworks", "192.0.2.1")
                .set("smtpd_authorized_xclient_hosts", "127.0.0.1")
                .set("recipient_delimiter", "+")
                // Nothing else is asked of guichet, so that only its policy decides.
                .set("virtual_mailbox_domains", "guichet.test, shop.test, alias.test")
                .set("virtual_mailbox_maps", "static:here")
                .set("virtual_transport", "smtp:[127.0.0.1]:" + mailboxes.port());
        for (String context : contexts) {
            int port = work.freePort();
            ports.put(context, port);
            settings.policed(port, context, "unix:guichet/policy.sock", options);
        }
        this.postfix = PostfixServer.start(work, "p", settings, port(contexts.get(0)));
        Waiting.until("people can log in", () -> {
            try (SmtpDialogue smtp = connect(contexts.get(0))) {
                return smtp.login("alice", "good").code() == 235;
            }
        });
    }

    /**
     * Starts all of it.
     *
     * @param rules the rules, as in guichet.toml; {@code @DIR@} is the workspace, {@code @WORLD@} the port of {@link #world}
     * @param contexts the policy contexts that Postfix shall have a service for
     */
    static PolicySite start(Workspace work, Debian debian, String rules, List<String> contexts) {
        return new PolicySite(work, debian, "", rules, SHIPPED, contexts);
    }

    /**
     * Starts all of it.
     *
     * @param cache lines to put at the start of guichet.toml
     * @param options what {@code check_policy_service} is told beside the context
     */
    static PolicySite start(
            Workspace work, Debian debian, String cache, String rules, String options, List<String> contexts) {
        return new PolicySite(work, debian, cache, rules, options, contexts);
    }

    /**
     * guichet.toml without its rules.
     *
     * @param name of the process, so that several may share a workspace
     */
    static String host(Workspace work, String name, MariaDbServer database, int metrics) {
        work.directory(name + ".state");
        return resource("host.toml")
                .replace("@DB@", database.jdbcUrl())
                .replace("@DIR@", work.path().toString())
                .replace("@QUEUE@", work.path("p/q").toString())
                .replace("@NAME@", name)
                .replace("@METRICS@", Integer.toString(metrics));
    }

    /** A file of {@code src/test/resources/policy}. */
    static String resource(String name) {
        try {
            return Files.readString(
                    Path.of(System.getProperty("guichet.checkout", "../.."), "src/test/resources/policy", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String filled(String rules, Workspace work) {
        return rules.replace("@DIR@", work.path().toString()).replace("@WORLD@", Integer.toString(world.port()));
    }

    /** A subject that no other message has. */
    static String subject() {
        return "policed " + SUBJECTS.incrementAndGet();
    }

    /** A session with the service of a context. */
    SmtpDialogue connect(String context) throws IOException {
        return SmtpDialogue.connect(port(context));
    }

    /** Where the service of a context listens. */
    int port(String context) {
        return Objects.requireNonNull(ports.get(context), context);
    }

    /** The same by somebody who has logged in; nobody if {@code login} is empty. */
    SmtpDialogue connect(String context, String login) throws IOException {
        SmtpDialogue smtp = connect(context);
        if (!login.isEmpty()) {
            SmtpDialogue.Reply reply = smtp.login(login, "good");
            if (reply.code() != 235) {
                throw new AssertionError("AUTH as " + login + ": " + reply);
            }
        }
        return smtp;
    }

    /** The reply to RCPT. */
    String rcpt(String context, String login, String sender, String recipient) throws IOException {
        try (SmtpDialogue smtp = connect(context, login)) {
            SmtpDialogue.Reply from = smtp.mail(sender);
            return from.ok() ? smtp.rcpt(recipient).toString() : "MAIL: " + from;
        }
    }

    /** A whole message: the last reply, which is the one to the end of the data if a recipient was taken. */
    String send(String context, String login, String sender, List<String> recipients, String subject)
            throws IOException {
        try (SmtpDialogue smtp = connect(context, login)) {
            List<SmtpDialogue.Reply> replies = smtp.message(sender, recipients, subject);
            return replies.get(replies.size() - 1).toString();
        }
    }

    /** Waits until a message is somewhere. */
    SmtpSink.Message arrived(SmtpSink sink, String subject) {
        return sink.arrived(subject);
    }

    /**
     * The sum of all samples of a metric that have these labels.
     *
     * @param labels as they are written: {@code rule="outgoing"}
     */
    double metric(String name, String... labels) {
        return metrics.sum(name, labels);
    }

    /** All metrics. */
    String scrape() {
        return metrics.text();
    }
}
