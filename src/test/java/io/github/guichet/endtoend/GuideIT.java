package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.endtoend.Manual.Block;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** docs/from-map-files.md on two installations as their administrators wrote them down: what it says to write, to run and to see. */
@ExtendWith(Workspaces.class)
class GuideIT {

    private static final String PAGE = "docs/from-map-files.md";

    @Test
    void postfixAdminGoesOverAsTheGuideSays(Workspace work) throws IOException {
        Etalab.start(work);
        String toml = there(work, toml("[map.domains]") + toml("[accounts]\ndovecot"));
        Path config = here(work, toml);
        work.file("main.cf", "compatibility_level = 3.6\n");
        GuichetCommand.run(config, "check-config", "--connect").succeeds();
        GuichetProcess daemon =
                GuichetProcess.start(work, config, UnixDomainSocketAddress.of(work.path("run/socketmap.sock")));
        Waiting.until("ready", () -> daemon.log().contains("ready"));

        assertThat(shell(work, "guichet status\n").succeeds().out()).contains("alias", "domains", "mailbox");
        String both = block("shell", "postmap -q alice@example.com mysql").replace("example.com", "data.gouv.fr");
        assertThat(shell(work, both.replace("alice@", "contact@").replace("guichet lookup", "! guichet lookup"))
                        .succeeds()
                        .out())
                .startsWith("alice@data.gouv.fr,bob@data.gouv.fr\nalice@data.gouv.fr,bob@data.gouv.fr\n");
        Command all = shell(work, "set -o pipefail\n" + block("shell", "guichet export alias"))
                .succeeds();
        assertThat(all.out().lines().filter(line -> line.matches("[<>].*")))
                .as(all.toString())
                .isEmpty();
        assertThat(Files.readAllLines(work.path("root/alias.old"))).hasSize(3);
        assertThat(shell(work, "echo pass | guichet auth alice@data.gouv.fr --service smtp\n")
                        .succeeds()
                        .out())
                .startsWith("ok\n");
        assertThat(shell(work, "guichet user alice@data.gouv.fr\n").succeeds().out())
                .contains("uid=1000", "gid=8");
    }

    @Test
    void aDirectoryGoesOverAsTheGuideSays(Workspace work) {
        LdapMultidomain site = LdapMultidomain.start(work);
        String toml = there(work, toml("[map.hosted]") + toml("[accounts]\nsource"))
                .replace(
                        "\"ldap://ldap1.example.com\", \"ldap://ldap2.example.com\"",
                        "\"" + site.directory.url() + "\"")
                // A busy machine is not what is tested here.
                .replace("type = \"ldap\"\n", "type = \"ldap\"\ndeadline = \"30s\"\n")
                .replace("/etc/ldap/tls", work.path().toString())
                .replace("dc=example,dc=com", "dc=xoyize,dc=xyz");
        secret(work.file("ldap.password", "readerpw\n"));
        Path config = here(work, toml);
        GuichetCommand.run(config, "check-config", "--connect").succeeds();
        for (Map.Entry<String, String> asked : Map.of(
                        "alias test0@hosted-domain.com", "OK xomail@xoyize.xyz",
                        "senders test0@hosted-domain.com", "OK xomail")
                .entrySet()) {
            assertThat(shell(work, "guichet lookup " + asked.getKey() + "\n")
                            .succeeds()
                            .out())
                    .isEqualTo(asked.getValue() + "\n");
        }
        assertThat(shell(work, "echo pass | guichet auth xomail\n").succeeds().out())
                .startsWith("ok\n");
    }

    private static String toml(String begins) {
        return block("toml", begins);
    }

    private static String block(String tag, String has) {
        return Manual.tagged(tag)
                .filter(block -> block.page().equals(PAGE) && block.text().contains(has))
                .map(Block::text)
                .findFirst()
                .orElseThrow(() -> new AssertionError(PAGE + " has no " + tag + " with " + has));
    }

    /** The guide's paths as they are here. */
    private static String there(Workspace work, String text) {
        String dir = work.path().toString();
        return text.replaceAll("/var/spool/postfix/guichet|/run/guichet", dir + "/run")
                .replace("/var/lib/guichet", dir + "/lib")
                .replaceAll("/etc/(guichet|postfix)/", dir + "/")
                .replaceAll("(?<= )/root/|(?<=:)/root/", dir + "/root/")
                .replace("127.0.0.1:9108", "127.0.0.1:" + work.freePort());
    }

    private static Path here(Workspace work, String toml) {
        for (String name : List.of("run", "lib", "root", "bin")) {
            work.directory(name);
        }
        Path config = work.file("guichet.toml", toml);
        Path command = work.file(
                "bin/guichet", """
                #!/bin/sh
                exec %s "$@" --config %s
                """.formatted(Path.of(Program.GUICHET.path()).toAbsolutePath(), config));
        mode(command, "rwxr-xr-x");
        return config;
    }

    private static Command shell(Workspace work, String lines) {
        String quiet = there(work, lines).replace("postmap -q", "postmap -c " + work.path() + " -q");
        return Command.run(List.of("/bin/bash", "-e"), "PATH=" + work.path("bin") + ":$PATH\n" + quiet);
    }

    private static void secret(Path file) {
        mode(file, "rw-------");
    }

    private static void mode(Path file, String mode) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
