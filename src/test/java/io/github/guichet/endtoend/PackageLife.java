package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The package in a clean Debian: installed, asked, upgraded, another Java, removed, purged. Each step begins where the one before ended. */
@ExtendWith(Workspaces.class)
abstract class PackageLife {

    private static final String CONFIG = "etc/guichet/guichet.toml";
    static final List<String> ARCHIVES =
            List.of("var/cache/guichet/guichet.jsa", "var/cache/guichet/guichet-commands.jsa");

    /** A command for each of them. */
    private static final List<List<String>> READERS =
            List.of(List.of("guichet", "serve", "--help"), List.of("guichet", "--version"));

    private final String suite;

    PackageLife(String suite) {
        this.suite = suite;
    }

    /** Has another Java come, as far as this Debian has another. */
    abstract void anotherJava(CleanDebian debian) throws IOException;

    @Test
    void fromInstallToPurge(Workspace work) throws IOException {
        CleanDebian debian = CleanDebian.start(work, suite);
        debian.bring(PackageFiles.deb(PackageFiles.CHECKOUT), "root/new.deb");
        debian.bring(before(work), "root/old.deb");

        Path postfix = work.directory("postfix");
        work.file("postfix/main.cf", "compatibility_level = 3.6\n");

        install(debian, "old");
        hasUserDirectoriesAndPages(debian);
        // The service is enabled, and nothing else is.
        assertThat(debian.run("find", "/etc/systemd", "-name", "guichet*", "-printf", "%f %l\\n")
                        .succeeds()
                        .out())
                .matches("guichet\\.service (/usr)?/lib/systemd/system/guichet\\.service\n");
        archiveFits(debian);
        String changed = Files.readString(debian.path(CONFIG)) + """

                [map.mine]
                values = { "a@example.org" = "b@example.org" }
                """;
        Files.writeString(debian.path(CONFIG), changed);
        assertThat(debian.run("guichet", "check-config").succeeds().out())
                .isEqualTo("/etc/guichet/guichet.toml: no problems found\n");
        answers(debian, postfix);

        for (String archive : ARCHIVES) {
            Files.writeString(debian.path(archive), "of other jars");
        }
        goesOnWithout(debian);
        install(debian, "new");
        archiveFits(debian);
        assertThat(Files.readString(debian.path(CONFIG))).isEqualTo(changed);
        assertThat(debian.path(CONFIG + ".dpkg-dist")).exists();
        assertThat(Files.readString(debian.path("etc/fail2ban/filter.d/guichet.conf")))
                .doesNotContain("# before");
        hasUserDirectoriesAndPages(debian);
        answers(debian, postfix);

        anotherJava(debian);
        archiveFits(debian);
        String java =
                debian.run("java", "-version").succeeds().err().lines().toList().get(0);

        debian.run("apt-get", "remove", "-y", "-q", "guichet").succeeds();
        assertThat(debian.path("usr/bin/guichet")).doesNotExist();
        assertThat(debian.path("usr/share/guichet")).doesNotExist();
        assertThat(ARCHIVES)
                .allSatisfy(archive -> assertThat(debian.path(archive)).doesNotExist());
        assertThat(Files.readString(debian.path(CONFIG))).isEqualTo(changed);
        Files.writeString(debian.path("etc/guichet/db.password"), "secret");

        debian.run("apt-get", "purge", "-y", "-q", "guichet").succeeds();
        debian.run("rm", "/root/old.deb", "/root/new.deb").succeeds();
        assertThat(debian.run("find", "/", "-xdev", "-name", "*guichet*")
                        .succeeds()
                        .out()
                        .lines())
                .containsExactly("/etc/guichet-packages");
        debian.run("getent", "passwd", "guichet").succeeds();
        System.out.println("package: Debian " + suite + ": installed, answered, upgraded with its configuration kept, "
                + "archive made again for " + java + ", removed, purged: nothing left");
    }

    /** The version before: the same program with another number, and other texts of what the administrator may change. */
    private static Path before(Workspace work) throws IOException {
        Path tree = work.path("before");
        Command.run(
                        "/usr/bin/dpkg-deb",
                        "-R",
                        PackageFiles.deb(PackageFiles.CHECKOUT).toString(),
                        tree.toString())
                .succeeds();
        Path control = tree.resolve("DEBIAN/control");
        Files.writeString(control, Files.readString(control).replaceAll("(?m)^Version: .*", "Version: 0.0.9-1"));
        for (String file : List.of(CONFIG, "etc/fail2ban/filter.d/guichet.conf")) {
            Files.writeString(tree.resolve(file), "\n# before\n", StandardOpenOption.APPEND);
        }
        Path deb = work.path("before.deb");
        Command.run("/usr/bin/dpkg-deb", "--root-owner-group", "-Znone", "-b", tree.toString(), deb.toString())
                .succeeds();
        return deb;
    }

    /** Without asking, as unattended upgrades do it: what the administrator has changed stays. */
    private static void install(CleanDebian debian, String name) {
        Command apt = debian.run(
                        "apt-get",
                        "install",
                        "-y",
                        "-q",
                        "-o",
                        "Dpkg::Options::=--force-confdef",
                        "-o",
                        "Dpkg::Options::=--force-confold",
                        "/root/" + name + ".deb")
                .succeeds();
        assertThat(apt.out() + apt.err()).doesNotContain("goes on without", "Errors were encountered");
    }

    private static void hasUserDirectoriesAndPages(CleanDebian debian) {
        assertThat(debian.run(
                                "stat",
                                "-c",
                                "%n %U:%G %a",
                                "/etc/guichet",
                                "/etc/guichet/guichet.toml",
                                "/var/lib/guichet",
                                "/var/cache/guichet",
                                "/var/cache/guichet/guichet.jsa",
                                "/var/cache/guichet/guichet-commands.jsa")
                        .succeeds()
                        .out()
                        .lines())
                .containsExactly(
                        "/etc/guichet root:guichet 750",
                        "/etc/guichet/guichet.toml root:guichet 640",
                        "/var/lib/guichet guichet:guichet 750",
                        "/var/cache/guichet root:root 755",
                        "/var/cache/guichet/guichet.jsa root:root 644",
                        "/var/cache/guichet/guichet-commands.jsa root:root 644");
        assertThat(debian.run("getent", "passwd", "guichet").succeeds().out())
                .contains(":/var/lib/guichet:")
                .containsPattern("(nologin|false)\n$");
        assertThat(debian.run(
                                "man",
                                "-w",
                                "guichet",
                                "guichet.toml",
                                "guichet-socketmap",
                                "guichet-policy",
                                "guichet-milter",
                                "guichet-dovecot-auth")
                        .succeeds()
                        .out()
                        .lines())
                .hasSize(6)
                .allMatch(page -> page.startsWith("/usr/share/man/man") && page.endsWith(".gz"));
        assertThat(debian.run("bash", "-ec", ". /usr/share/bash-completion/completions/guichet && complete -p guichet")
                        .succeeds()
                        .out())
                .contains("guichet");
    }

    /** Java starts although it may not start without the archive. */
    private static void archiveFits(CleanDebian debian) {
        for (List<String> reader : READERS) {
            Command start = onlyWithArchive(debian, reader).succeeds();
            assertThat(start.err()).isEmpty();
        }
    }

    private static void goesOnWithout(CleanDebian debian) {
        for (List<String> reader : READERS) {
            assertThat(onlyWithArchive(debian, reader).exit()).isNotZero();
            Command start = debian.run(reader.toArray(new String[0])).succeeds();
            assertThat(start.out()).containsIgnoringCase("guichet ");
            assertThat(start.err()).isEmpty();
        }
    }

    private static Command onlyWithArchive(CleanDebian debian, List<String> reader) {
        List<String> line = new ArrayList<>(List.of("env", "GUICHET_JAVA_OPTS=-Xshare:on"));
        line.addAll(reader);
        return debian.run(line.toArray(new String[0]));
    }

    /** What systemd would run. */
    private static List<String> execStart(CleanDebian debian) throws IOException {
        return Files.readAllLines(debian.path("usr/lib/systemd/system/guichet.service")).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .flatMap(line -> Stream.of(line.substring("ExecStart=".length()).split(" ")))
                .toList();
    }

    /** As the unit starts it: by its own user, with a directory for sockets. Postfix's own postmap asks. */
    private static void answers(CleanDebian debian, Path postfix) throws IOException {
        debian.run("install", "-d", "-o", "guichet", "-g", "guichet", "/run/guichet")
                .succeeds();
        List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=guichet", "--regid=guichet", "--init-groups"));
        line.addAll(execStart(debian));
        ServerProcess daemon = debian.serve(line);
        String socketmap = "socketmap:unix:" + debian.path("run/guichet/socketmap.sock") + ":";
        daemon.await(() -> Files.exists(debian.path("run/guichet/admin.sock")));
        assertThat(Command.run(
                                Program.POSTMAP.path(),
                                "-c",
                                postfix.toString(),
                                "-q",
                                "postmaster@example.com",
                                socketmap + "example")
                        .succeeds()
                        .out())
                .isEqualTo("root@localhost\n");
        assertThat(Command.run(
                                Program.POSTMAP.path(),
                                "-c",
                                postfix.toString(),
                                "-q",
                                "a@example.org",
                                socketmap + "mine")
                        .succeeds()
                        .out())
                .isEqualTo("b@example.org\n");
        assertThat(debian.run("guichet", "status").succeeds().out())
                .contains("socketmap ", "unix:/run/guichet/socketmap.sock");
        assertThat(daemon.stop()).isZero();
    }
}
