package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A small mail host of one generation: accounts in MariaDB, guichet, Dovecot without an auth service of its own, and Postfix, which
 * asks guichet about log-ins and hands mail for {@code guichet.test} to Dovecot. Every password is {@code good}, and every name is in {@code guichet.test}, which need not be said.
 */
final class LogInSite {

    private static final int UID = 20_000;
    private static final int GID = 20_001;

    /** The uid and gid of every account. */
    static final String OWNER = UID + ":" + GID;

    final Debian debian;
    final MariaDbServer database;
    final GuichetProcess guichet;
    final DovecotServer dovecot;

    /** guichet.toml. */
    final Path config;

    final PostfixServer postfix;

    /** Where Dovecot hands on what is submitted to it. */
    final PostfixServer relay;

    /** Where mail for the rest of the world ends. */
    final SmtpSink world;

    /** Whose access tokens guichet takes. */
    final AccessTokens tokens = new AccessTokens();

    /** Whose certificates Dovecot takes. */
    final PrivateCa ca;

    private final Workspace work;

    private LogInSite(Workspace work, Debian debian, String cache, String logIns, Map<String, String> mainCf) {
        this.work = work;
        this.debian = debian;
        this.database = MariaDbServer.start(work);
        this.world = SmtpSink.inet(work);
        this.ca = PrivateCa.create(work, "ca");
        database.sql(rows());
        try {
            Files.setPosixFilePermissions(work.directory("vmail"), PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The socket in Postfix's queue directory must have its directory first.
        PostfixServer.queueDirectory(work, "p");
        work.directory("p/q/private");
        Path toml = work.file("guichet.toml", cache + toml().replace("@MORE@\n", logIns));
        this.config = toml;
        this.guichet = GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("auth-client.sock")));
        this.relay = PostfixServer.start(work, "r", new PostfixSettings(world.port()).of(debian));
        this.dovecot = DovecotServer.start(
                work,
                "d",
                new DovecotSettings(debian)
                        .tls(ca.issue("dovecot", "DNS:localhost,IP:127.0.0.1"), ca.file())
                        .add("submission_relay_host = 127.0.0.1\nsubmission_relay_port = " + relay.port() + "\n")
                        .authReplaced(work));
        this.postfix = PostfixServer.start(work, "p", postfixSettings(mainCf));
    }

    /** Starts all of it. */
    static LogInSite start(Workspace work, Debian debian) {
        return start(work, debian, "", "");
    }

    /**
     * Starts all of it.
     *
     * @param cache lines for guichet.toml
     * @param logIns lines for its section {@code [dovecot-auth]}
     */
    static LogInSite start(Workspace work, Debian debian, String cache, String logIns) {
        return start(work, debian, cache, logIns, Map.of());
    }

    /**
     * Starts all of it.
     *
     * @param mainCf more parameters of Postfix
     */
    static LogInSite start(Workspace work, Debian debian, String cache, String logIns, Map<String, String> mainCf) {
        return new LogInSite(work, debian, cache, logIns, mainCf);
    }

    private String toml() {
        return """
                [source.db]
                type = "sql"
                url = "%1$s"
                user = "postfix"
                password = "secret"
                deadline = "2s"

                [accounts]
                source = "db"
                password-query = "SELECT name AS user, password, active, password_expiry, pop3_active FROM account WHERE name = '%%u'"
                user-query = "SELECT name AS user, home, uid, gid FROM account WHERE name = '%%u'"
                iterate-query = "SELECT name AS user FROM account"
                default-scheme = "PLAIN"
                default-realm = "guichet.test"

                [dovecot-auth]
                listen-client = [
                    { unix = "%2$s/auth-client.sock", mode = "0666" },
                    { unix = "%2$s/p/q/private/guichet-auth", mode = "0666" },
                ]
                listen-master = [{ unix = "%2$s/auth-master.sock", mode = "0666" }]
                listen-dict = [{ unix = "%2$s/dict.sock", mode = "0666" }]
                mechanisms = ["PLAIN", "LOGIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "EXTERNAL", "XOAUTH2", "OAUTHBEARER"]
                failure-delay = "0s"
                @MORE@

                [dovecot-auth.oauth]
                jwks-file = "%3$s"
                issuer = ["https://id.guichet.test"]
                audience = ["mail"]

                [admin]
                listen = "unix:%2$s/admin.sock"
                """.formatted(database.jdbcUrl(), work.path(), work.file("keys.json", tokens.keySet()));
    }

    private String rows() {
        StringBuilder sql = new StringBuilder("""
                CREATE TABLE account (name VARCHAR(100) PRIMARY KEY, password VARCHAR(255), home VARCHAR(255), uid INT, gid INT,
                    active INT NOT NULL DEFAULT 1, password_expiry DATETIME, pop3_active INT NOT NULL DEFAULT 1);
                """);
        account(sql, "alice", "{PLAIN}good", "");
        account(sql, "bob", hashed("SHA512-CRYPT"), "");
        account(sql, "carol", "{PLAIN}good", "");
        account(sql, "dave", "{PLAIN}good", "");
        account(sql, "erin", "{PLAIN}good", "");
        account(sql, "scram1", hashed("SCRAM-SHA-1"), "");
        account(sql, "scram256", hashed("SCRAM-SHA-256"), "");
        account(sql, "off", "{PLAIN}good", "active = 0");
        account(sql, "expired", "{PLAIN}good", "password_expiry = '2001-01-01 00:00:00'");
        account(sql, "later", "{PLAIN}good", "password_expiry = '2101-01-01 00:00:00'");
        account(sql, "nopop", "{PLAIN}good", "pop3_active = 0");
        return sql.toString();
    }

    private void account(StringBuilder sql, String name, String password, String state) {
        sql.append(
                "INSERT INTO account (name, password, home, uid, gid) VALUES ('%s@guichet.test', '%s', '%s', %d, %d);\n"
                        .formatted(name, password, work.path("vmail/" + name), UID, GID));
        if (!state.isEmpty()) {
            sql.append("UPDATE account SET %s WHERE name = '%s@guichet.test';\n".formatted(state, name));
        }
    }

    /** {@code good} as Dovecot hashes it. */
    private static String hashed(String scheme) {
        return Command.run(Program.DOVEADM.path(), "pw", "-s", scheme, "-p", "good")
                .succeeds()
                .out()
                .strip();
    }

    private PostfixSettings postfixSettings(Map<String, String> more) {
        PostfixSettings settings = new PostfixSettings(world.port())
                .of(debian)
                .mainCf(DovecotSettings.shipped(work, "postfix-sasl/main.cf"))
                // Even this machine must log in before it may relay.
                .set("mynetworks", "192.0.2.1")
                .set("virtual_mailbox_domains", "guichet.test")
                .set("virtual_mailbox_maps", "static:here")
                .set("virtual_transport", "lmtp:inet:127.0.0.1:" + dovecot.lmtp());
        more.forEach(settings::set);
        return settings;
    }

    /** Who owns the one new message in the inbox of {@code user}, as {@code uid:gid}. */
    String ownerOfMail(String user) {
        Path fresh = work.path("vmail/" + user + "/Maildir/new");
        try (Stream<Path> files = Files.list(fresh)) {
            Path file = files.findFirst().orElseThrow(() -> new AssertionError("no mail in " + fresh));
            return Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
