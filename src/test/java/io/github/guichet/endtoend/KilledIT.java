package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SIGKILL at any moment: while it starts, binds, answers, counts, locks and writes. Nothing that is left hinders the next start. */
@ExtendWith(Workspaces.class)
class KilledIT {

    private static final int LIVES = 12;

    @Test
    void startsAgainAfterAnyDeath(Workspace work) throws IOException {
        Path run = work.directory("run");
        Path state = work.directory("state");
        Path temporary = work.directory("tmp");
        Path tables = work.directory("tables");
        Path config = work.file("guichet.toml", """
                [cache]
                ttl = "1s"
                snapshot = "%1$s"
                snapshot-interval = "1s"
                [source.local]
                type = "embedded"
                path = "%1$s/guichet.db"
                [map.alias]
                for = "virtual_alias_maps"
                source = "local"
                [socketmap]
                listen = ["unix:%2$s/socketmap.sock"]
                [accounts]
                source = "local"
                user-fields = { uid = 5000, gid = 5000, home = "/srv/%%n" }
                [dovecot-auth]
                listen-client = ["unix:%2$s/auth.sock"]
                [policy]
                listen = ["unix:%2$s/policy.sock"]
                [[policy.rule]]
                name = "in memory, and locked"
                check = "rate"
                count = "messages"
                limits = ["3/1h"]
                lockout = true
                [[policy.rule]]
                name = "in the store"
                check = "rate"
                count = "messages"
                limits = ["100000/1h"]
                store = "embedded"
                [milter]
                listen = ["unix:%2$s/milter.sock"]
                authserv-id = "mx.guichet.test"
                [[milter.rule]]
                name = "who logged in"
                check = "auth-results"
                [admin]
                listen = "unix:%2$s/admin.sock"
                """.formatted(state, run));
        GuichetCommand.run(config, "domain", "add", "guichet.test").succeeds();
        GuichetCommand.run(config, "mailbox", "add", "alice@guichet.test").succeeds();
        GuichetCommand.run(config, "alias", "add", "info@guichet.test", "alice@guichet.test")
                .succeeds();

        Path log = work.log("guichet.log");
        Map<String, String> environment = Map.of("GUICHET_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        List<String> serve = List.of(Program.GUICHET.path(), "serve", "--config", config.toString());
        List<String> export = List.of(
                Program.GUICHET.path(),
                "export",
                "alias",
                "--to",
                "texthash:" + tables.resolve("alias"),
                "--config",
                config.toString());
        SplittableRandom random = new SplittableRandom();
        int serving = 1;
        int writing = 0;
        try (KilledLoad load = KilledLoad.start(run, 4)) {
            long begun = System.nanoTime();
            ServerProcess first = ServerProcess.start(serve, work.path(), log, environment);
            first.await(() -> load.answers() > 0);
            // How long that takes here, and then the time for a second snapshot.
            int longest = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + 2_000;
            first.await(() -> names(state).containsAll(List.of("alias.cache", "counters.state")));
            first.kill();
            for (int life = 1; life < LIVES; life++) {
                ServerProcess process = ServerProcess.start(serve, work.path(), log, environment);
                ServerProcess exporting = life % 4 == 0
                        ? ServerProcess.start(export, work.path(), work.path("export.log"), environment)
                        : process;
                long before = load.answers();
                boolean already = writes(state);
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(longest));
                while (System.nanoTime() < end && !(life % 4 == 1 && !already && writes(state))) {
                    LockSupport.parkNanos(1_000_000);
                }
                writing += !already && writes(state) ? 1 : 0;
                exporting.kill();
                process.kill();
                serving += load.answers() > before ? 1 : 0;
            }
            assertThat(load.wrong()).isEmpty();
            int leftovers = List.of(run, state, temporary, tables).stream()
                    .mapToInt(KilledIT::entries)
                    .sum();

            // What a process that is starting might still need is left alone for a minute: these are older.
            Path prepared = Files.createDirectory(run.resolve(".gabc123"));
            Files.createFile(prepared.resolve("s"));
            Files.createDirectory(tables.resolve(".guichet-export-1"));
            age(run);
            age(tables);
            age(temporary);
            ServerProcess last = ServerProcess.start(serve, work.path(), log, environment);
            long before = load.answers();
            last.await(() -> load.answers() > before + 200);
            assertThat(load.wrong()).isEmpty();
            GuichetCommand.run(config, "export", "alias", "--to", "texthash:" + tables.resolve("alias"))
                    .succeeds();
            assertThat(Files.readString(tables.resolve("alias"))).contains("info@guichet.test\talice@guichet.test");
            assertThat(names(run))
                    .containsExactly("admin.sock", "auth.sock", "milter.sock", "policy.sock", "socketmap.sock");
            assertThat(names(tables)).containsExactly("alias");
            assertThat(names(temporary)).hasSize(1).allMatch(name -> name.startsWith("guichet-lib-"));
            // Whoever was locked before any of the deaths is locked still.
            assertThat(GuichetCommand.run(config, "lockout", "--list")
                            .succeeds()
                            .out())
                    .contains("locked@guichet.test");
            assertThat(last.stop()).isZero();
            assertThat(names(run)).isEmpty();
            assertThat(names(temporary)).isEmpty();
            assertThat(names(state))
                    .allMatch(
                            name -> name.matches(
                                    "guichet\\.db(-shm|-wal)?|lockouts(\\.copy|\\.lock)?(\\.new)?|counters\\.state|[a-z.%0-9A-F-]*\\.cache"));
            String said = Files.readString(log);
            assertThat(said)
                    .contains("expired answers from " + state)
                    .contains(" are remembered from " + state)
                    .doesNotContain("damaged", "is not used", "cannot be used")
                    .doesNotContainPattern("(?m)^\\S+ err");
            System.out.printf(
                    "kill: %d lives ended by SIGKILL, %d while starting, %d while answering, %d with a file half written; %d answers, %d wrong;"
                            + " %d files left by them, and after the next start and stop %d in the run directory, %d in /tmp, %d in the"
                            + " state directory%n",
                    LIVES,
                    LIVES - serving,
                    serving,
                    writing,
                    load.answers(),
                    load.wrong().size(),
                    leftovers,
                    entries(run),
                    entries(temporary),
                    entries(state));
        }
    }

    /** Whether a file is being written, or was when a process was killed. */
    private static boolean writes(Path state) throws IOException {
        return names(state).stream().anyMatch(name -> name.endsWith(".new"));
    }

    /** Makes every directory in it three hours old. */
    private static void age(Path place) throws IOException {
        FileTime then = FileTime.from(Instant.now().minusSeconds(3 * 3600));
        try (Stream<Path> found = Files.list(place)) {
            for (Path directory : found.filter(Files::isDirectory).toList()) {
                Files.setLastModifiedTime(directory, then);
            }
        }
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            TreeSet<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    private static int entries(Path directory) {
        try {
            return names(directory).size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
