package io.github.guichet.endtoend;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All four daemons on a database, with a configuration that has versions: each answer tells by which it was given, and the odd ones have a
 * map, a rule and a listener that the even ones do not have.
 */
final class ReloadSite {

    private static final String HERE = "[source.db]";

    private final Workspace work;
    private final MariaDbServer database;
    private final Path run;
    private final Path file;
    private final MetricsPage metrics;
    private final GuichetProcess guichet;

    private ReloadSite(Workspace work) throws IOException {
        this.work = work;
        this.database = MariaDbServer.start(work);
        database.sql("""
                CREATE TABLE alias (address VARCHAR(100) PRIMARY KEY, goto VARCHAR(100) NOT NULL);
                CREATE TABLE mailbox (address VARCHAR(100) PRIMARY KEY, password VARCHAR(100) NOT NULL, home VARCHAR(100) NOT NULL);
                INSERT INTO alias VALUES ('alice@guichet.test', 'bob@guichet.test'), ('changes@guichet.test', 'nobody');
                INSERT INTO mailbox VALUES ('alice@guichet.test', '{PLAIN}secret', '/srv/alice'),
                    ('bob@guichet.test', '{PLAIN}secret', '/srv/bob'), ('locked@guichet.test', '{PLAIN}secret', '/srv/locked')""");
        this.run = work.directory("run");
        work.directory("state");
        this.metrics = new MetricsPage(work.freePort());
        this.file = work.file("guichet.toml", config(0));
        this.guichet = GuichetProcess.start(work, file, UnixDomainSocketAddress.of(run.resolve("admin.sock")));
    }

    /** Starts with version 0. */
    static ReloadSite start(Workspace work) throws IOException {
        return new ReloadSite(work);
    }

    GuichetProcess guichet() {
        return guichet;
    }

    MariaDbServer database() {
        return database;
    }

    MetricsPage metrics() {
        return metrics;
    }

    Path file() {
        return file;
    }

    /** Where the sockets are. */
    Path run() {
        return run;
    }

    /** Whether a version has the map {@code sometimes}, and the socket {@code second.sock}. */
    boolean hasMap(int version) {
        return version % 2 == 1;
    }

    /** What a version says to a message, see {@link MilterPeer#message}. */
    String milter(int version) {
        return "hX-Version|v" + version + " alice@guichet.test| " + (version % 3 == 1 ? "hX-Third|yes| " : "") + "c ";
    }

    String config(int version) {
        boolean odd = version % 2 == 1;
        return """
                [cache]
                stale = "1h"
                [state]
                directory = "%1$s/state"
                %11$s
                type = "sql"
                url = "%2$s"
                user = "postfix"
                password = "secret"
                deadline = "5s"
                pool-size = %3$d
                [map.version]
                values = { "v" = "v%4$d" }
                [map.fresh]
                source = "db"
                query = "SELECT goto FROM alias WHERE address = '%%s'"
                cache = { ttl = "0s", stale = "0s" }
                [map.cached]
                source = "db"
                query = "SELECT goto FROM alias WHERE address = '%%s'"
                cache = { ttl = "%5$s" }
                %6$s
                [accounts]
                source = "db"
                password-query = "SELECT address AS user, password FROM mailbox WHERE address = '%%u'"
                user-query = "SELECT home FROM mailbox WHERE address = '%%u'"
                user-fields = { uid = 5000, gid = %7$d }
                [socketmap]
                listen = ["unix:%8$s/socketmap.sock"%9$s]
                [policy]
                listen = ["unix:%8$s/policy.sock"]
                [[policy.rule]]
                name = "version"
                action = "450 4.7.1 v%4$d"
                when = { recipient = "version@guichet.test" }
                [[policy.rule]]
                name = "counted"
                check = "rate"
                count = "messages"
                limits = ["4/1h", "1000000/1d"]
                when = { protocol_state = "END-OF-MESSAGE", login = ["counted@guichet.test", "locked@guichet.test"] }
                lockout = true
                [milter]
                listen = ["unix:%8$s/milter.sock"]
                [[milter.rule]]
                name = "version"
                check = "headers"
                set = { "X-Version" = "v%4$d {login}" }
                %10$s
                [dovecot-auth]
                listen-client = ["unix:%8$s/auth.sock"]
                listen-master = ["unix:%8$s/master.sock"]
                mechanisms = ["PLAIN"]
                failure-delay = "0s"
                [metrics]
                listen = "inet:127.0.0.1:%12$d"
                [admin]
                listen = "unix:%8$s/admin.sock"
                """.formatted(
                        work.path(),
                        database.jdbcUrl(),
                        odd ? 3 : 2,
                        version,
                        version % 4 < 2 ? "1h" : "2h",
                        hasMap(version) ? "[map.sometimes]\nvalues = { \"a@guichet.test\" = \"b@guichet.test\" }" : "",
                        20_000 + version,
                        run,
                        hasMap(version) ? ", \"unix:" + run + "/second.sock\"" : "",
                        version % 3 == 1
                                ? "[[milter.rule]]\nname = \"third\"\ncheck = \"headers\"\nset = { \"X-Third\" = \"yes\" }"
                                : "",
                        HERE,
                        metrics.port());
    }

    /** Puts a file in the place of the one that is read. */
    void write(String text) throws IOException {
        Path next = work.file("next.toml", text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How often it was read again, by what came of it: {@code ok} or {@code failed}. */
    int reloads(String result) {
        return (int) metrics.sum("guichet_reloads_total", "result=\"" + result + "\"");
    }

    /** SIGHUP, and waits until it is done. */
    void hangUp() {
        int before = reloads("ok") + reloads("failed");
        Command.run("/bin/sh", "-c", "kill -HUP " + guichet.pid()).succeeds();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (reloads("ok") + reloads("failed") == before) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nothing comes of SIGHUP");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many files the process has open. */
    long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + guichet.pid() + "/fd"))) {
            return all.count();
        }
    }

    /** How many connections to the database there are, but for the one that asks. */
    long connections() {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl() + "?sslMode=disable", "postfix", "secret");
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT COUNT(*) - 1 FROM information_schema.processlist WHERE user = 'postfix'")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Kilobytes of Java objects that are in use, after everything else was thrown away. */
    long heap() {
        jcmd("GC.run");
        // def new generation   total 9792K, used 12K …, tenured generation …; Metaspace grows with what is compiled,
        // not with reloads.
        return Pattern.compile("(?m)^(?!.*(?:class space|Metaspace)).*used (\\d+)K")
                .matcher(jcmd("GC.heap_info"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private String jcmd(String what) {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.run(program, Long.toString(guichet.pid()), what)
                .succeeds()
                .out();
    }
}
