package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** guichet under Debian's jsvc, started and stopped by the init script. */
@ExtendWith(Workspaces.class)
class JsvcIT {

    @Test
    void isADaemonFromStartToStop(Workspace work) throws IOException {
        JsvcSite site = JsvcSite.start(work);
        // What the test is about: this user may do neither.
        Command alone = site.asUser("check-config");
        assertThat(alone.exit()).isEqualTo(78);
        assertThat(alone.err() + alone.out()).contains("password-file").contains("db.password");

        assertThat(site.init("status").exit()).isEqualTo(3);
        site.init("start").succeeds();
        long first = site.child();
        assertThat(site.init("status").exit()).isZero();
        assertThat(Files.readString(Path.of("/proc/" + first + "/status"))).doesNotContain("Uid:\t0\t");
        site.awaitAnswers("c@guichet.test");
        Map<String, Set<String>> rights = rights(first);
        assertThat(rights.get("0000000000000000")).contains("jsvc").anyMatch(name -> name.startsWith("guichet-"));
        // Nothing but the virtual machine's own threads began before jsvc gave up its rights.
        assertThat(rights.entrySet().stream()
                        .filter(entry -> !entry.getKey().matches("0*"))
                        .flatMap(entry -> entry.getValue().stream()))
                .noneMatch(name -> name.matches("guichet.*|source.*|pool.*|jsvc|Thread.*|multi.*|unix.*|epoll.*"));
        assertThat(Files.readString(Path.of("/proc/" + first + "/maps"))).contains("guichet.jsa");

        site.init("start").succeeds();
        assertThat(site.child()).isEqualTo(first);

        Files.move(site.log, work.path("old.log"));
        site.user("install", "-m", "640", "/dev/null", site.log.toString());
        site.init("rotate").succeeds();
        reloads(site, first);

        // A new process in place of the old one, which has answered what it was asked.
        site.signal("HUP", first);
        Waiting.until("the first one has ended", () -> !ProcessHandle.of(first).isPresent());
        assertThat(site.text()).contains("stopped");
        long second = site.startedAgain();
        site.awaitAnswers("c@guichet.test");

        site.signal("KILL", second);
        Waiting.until("the second one is dead", () -> site.init("status").exit() == 1);
        long third = site.startedAgain();
        site.awaitAnswers("c@guichet.test");
        assertThat(third).isNotEqualTo(second);

        // Between a crash and the next life: stop means stop.
        site.signal("KILL", third);
        Waiting.until("the third one is dead", () -> site.init("status").exit() == 1);
        site.init("stop").succeeds();
        assertThat(site.processes()).isEmpty();
        assertThat(site.init("status").exit()).isEqualTo(3);

        site.init("start").succeeds();
        site.awaitAnswers("c@guichet.test");
        long fourth = site.child();
        site.init("stop").succeeds();
        assertThat(site.processes()).isEmpty();
        assertThat(site.text()).endsWith("stopped\n");
        try (Stream<Path> left = Files.list(site.run)) {
            assertThat(left).isEmpty();
        }
        assertThat(site.pidFile).doesNotExist();
        for (long pid : List.of(first, second, third, fourth)) {
            assertThat(Path.of("/tmp/" + pid + ".jsvc_up")).doesNotExist();
        }
        System.out.printf(
                "jsvc: 4 lives of one service (start, HUP, SIGKILL, start again), 4 daemons asked in each, port %d bound as %s,"
                        + " a secret of root read, log rotated, 2 reloads done and 2 refused, nothing left after stop%n",
                JsvcSite.PORT, JsvcSite.USER);
    }

    /** The same process goes on, with another answer; what it may not read any more, it says, and goes on as before. */
    private static void reloads(JsvcSite site, long process) throws IOException {
        String config = Files.readString(site.config);
        Files.writeString(site.config, config.replace("c@guichet.test", "d@guichet.test"));
        site.signal("USR2", process);
        Waiting.until("it is refused, in the new log", () -> site.text().contains("reload: refused"));
        assertThat(site.text()).contains("SIGUSR2").contains("db.password");
        Command refused = site.init("reload");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("password-file").contains("db.password");
        site.awaitAnswers("c@guichet.test");

        site.secretIsOfTheUser();
        site.signal("USR2", process);
        Waiting.until("it is done", () -> site.text().contains("reload: done"));
        site.awaitAnswers("d@guichet.test");
        Files.writeString(site.config, config);
        site.init("reload").succeeds();
        site.awaitAnswers("c@guichet.test");
        assertThat(site.child()).isEqualTo(process);
        site.secretIsOfRoot();
    }

    @Test
    void saysWhatIsWrongAndEndsWithItsStatus(Workspace work) throws IOException {
        JsvcSite site = JsvcSite.start(work);
        String good = Files.readString(site.config);
        Files.writeString(site.config, good + "\n[milter]\nlistenn = \"unix:/x\"\n");
        Command refused = site.init("start");
        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.err()).contains("guichet.toml:");
        assertThat(site.processes()).isEmpty();

        // And without the init script, as any other launcher would run jsvc.
        Command bad = site.jsvc("--config", site.config.toString());
        assertThat(bad.exit()).isEqualTo(1);
        assertThat(site.text()).contains("guichet.toml:").contains("return value of 78");

        Files.writeString(site.config, good.replace(site.run.toString() + "/", work.path() + "/nowhere/"));
        Command nowhere = site.jsvc("--config", site.config.toString());
        assertThat(nowhere.exit()).isEqualTo(1);
        assertThat(site.text()).contains("/nowhere does not exist").contains("return value of 69");

        Command option = site.jsvc("--confg", site.config.toString());
        assertThat(option.exit()).isEqualTo(1);
        assertThat(site.text()).contains("--confg").contains("return value of 64");
        assertThat(site.pidFile).doesNotExist();
        assertThat(site.processes()).isEmpty();
        System.out.println(
                "jsvc: bad configuration 78, no place to listen 69, unknown option 64: said in the log, jsvc ends with 1");
    }

    @Test
    void isWrittenInShellThatIsSound() {
        Path program = Path.of(Program.GUICHET.path());
        Command.run(
                        Program.SHELLCHECK.path(),
                        program.toString(),
                        program.resolveSibling("../init.d/guichet").toString())
                .succeeds();
    }

    /** The names of a process's threads by their effective capabilities. */
    private static Map<String, Set<String>> rights(long pid) throws IOException {
        Map<String, Set<String>> rights = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                String effective = Files.readString(thread.resolve("status"))
                        .lines()
                        .filter(line -> line.startsWith("CapEff:"))
                        .findFirst()
                        .orElseThrow()
                        .substring("CapEff:".length())
                        .strip();
                rights.computeIfAbsent(effective, none -> new TreeSet<>())
                        .add(Files.readString(thread.resolve("comm")).strip());
            }
        }
        return rights;
    }
}
