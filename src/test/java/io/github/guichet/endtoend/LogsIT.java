package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log of a real process: its forms, its levels while it runs, what is hidden in it, and what must never be in it. */
@ExtendWith(Workspaces.class)
class LogsIT {

    private static final String SECRET = "hunter2Zx9";
    private static final String PLAIN = "auth failed: service=smtp mech=PLAIN user=<%s> rip=%s reason=unknown user";

    private static Path configuration(Workspace work, String log) {
        work.file("passwd", "alice@example.org:{PLAIN}" + SECRET + "1:::::\n");
        return work.file(
                "guichet.toml", """
                [state]
                directory = "%1$s"
                [admin]
                listen = "unix:%2$s/admin.sock"
                [source.dead]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:%5$d/mail"
                user = "mail"
                password = "%3$s"
                [source.deaf]
                type = "ldap"
                urls = ["ldap://127.0.0.1:%5$d"]
                bind-dn = "cn=guichet"
                bind-password = "%3$s"
                base = "dc=example"
                [map.rows]
                source = "dead"
                query = "SELECT v FROM t WHERE k = '%%s'"
                [map.entries]
                source = "deaf"
                filter = "(mail=%%s)"
                result-attributes = ["mail"]
                [map.constant]
                values = { "alice@example.org" = "%3$s" }
                [socketmap]
                listen = ["unix:%2$s/socketmap.sock"]
                [accounts]
                file = "%2$s/passwd"
                [dovecot-auth]
                listen-client = ["unix:%2$s/auth.sock"]
                mechanisms = ["PLAIN", "LOGIN", "SCRAM-SHA-256"]
                failure-delay = "0s"
                [policy]
                listen = ["unix:%2$s/policy.sock"]
                [[policy.rule]]
                name = "nobody"
                action = "REJECT 5.7.1 not {sender}"
                when = { sender = "bob@example.org" }
                [log]
                %4$s
                """.formatted(work.directory("state"), work.path(), SECRET, log, work.freePort()));
    }

    private static GuichetProcess start(Workspace work, Path toml) {
        return GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("policy.sock")));
    }

    /** Log-ins, look-ups and a refusal: all that has an address, or a secret, in it. */
    private static void traffic(Workspace work, int round) throws IOException {
        for (String response : List.of(
                Sasl.encoded("\0nobody" + round + "@example.org\0" + SECRET),
                Sasl.encoded("\0alice@example.org\0" + SECRET + "wrong"),
                Sasl.encoded("\0alice@example.org\0" + SECRET + "1"))) {
            login(work, "AUTH\t7\tPLAIN\tservice=smtp\trip=203.0.113.7\tresp=" + response);
        }
        try (SocketmapClient maps = SocketmapClient.unix(work.path("socketmap.sock"))) {
            for (String map : List.of("rows", "entries", "constant")) {
                assertThat(maps.ask(map, "alice@example.org")).isNotEmpty();
            }
        }
        try (PolicyClient policy = PolicyClient.unix(work.path("policy.sock"))) {
            assertThat(policy.ask(PolicyQuestion.rcpt("bob@example.org", "x@example.net")))
                    .startsWith("REJECT");
        }
    }

    /** Asks once; ends with whatever is answered, or with the end of the connection. */
    private static void login(Workspace work, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(work.path("auth.sock")));
            String text = "VERSION\t1\t1\nCPID\t4711\n" + request + "\n";
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            StringBuilder said = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (!said.toString().matches("(?s).*\n(?:OK|FAIL)\t7.*\n") && channel.read(buffer.clear()) >= 0) {
                said.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            }
        }
    }

    @Test
    void followsTheLevelsWhileItRunsAndNeverHoldsASecret(Workspace work) throws IOException {
        Path toml = configuration(work, "");
        GuichetProcess guichet = start(work, toml);
        traffic(work, 1);
        assertThat(guichet.log())
                .contains(PLAIN.formatted("nobody1@example.org", "203.0.113.7"))
                .containsPattern("\\d+:\\d\\d info policy: rule=<nobody> mode=enforce decision=reject stage=RCPT .*"
                        + "sender=<bob@example.org> recipient=<x@example.net> .*queue_id=.* instance=<")
                .doesNotContain("auth ok:", "lookup: ", "policy answer:");

        assertThat(GuichetCommand.run(toml, "log", "level", "debug").succeeds().out())
                .contains("socketmap   debug (configured: info)");
        traffic(work, 2);
        assertThat(guichet.log())
                .containsPattern(
                        "debug lookup: request=[0-9a-f]{8}\\.3 map=constant key=<alice@example.org> result=found")
                .containsPattern("debug auth ok: .*user=<alice@example.org> rip=203.0.113.7 request=\\d+\\.7\n")
                .containsPattern("debug auth answer: .* request=\\d+\\.7 result=failed\n")
                .containsPattern("debug policy answer: decision=reject stage=RCPT ");

        assertThat(GuichetCommand.run(toml, "log", "reset").succeeds().out()).doesNotContain("configured");
        int before = guichet.log().length();
        traffic(work, 3);
        assertThat(guichet.stop()).isZero();
        assertThat(guichet.log().substring(before))
                .contains("nobody3@example.org")
                .doesNotContain(" debug ");
        assertThat(guichet.log())
                .contains("source dead: down", "source deaf: down")
                .doesNotContain(SECRET);
        assertThat(guichet.log()).doesNotContain(Sasl.encoded("\0alice@example.org\0" + SECRET + "1"));
        assertThat(GuichetCommand.run(toml, "log", "level", "polcy", "debug").exit())
                .isEqualTo(69);
    }

    @Test
    void hidesWhoItWasAndStaysJson(Workspace work) throws IOException {
        Path toml =
                configuration(work, "format = \"json\"\nlevel = \"debug\"\naddresses = \"hash\"\nips = \"shorten\"");
        GuichetProcess guichet = start(work, toml);
        traffic(work, 1);
        traffic(work, 1);
        assertThat(guichet.stop()).isZero();
        List<String> lines = guichet.log().lines().toList();
        assertThat(lines)
                .allMatch(line -> line.matches("\\{\"time\":\"[^\"]+\",\"priority\":[3467],\"level\":\"[a-z]+\",.*\\}"))
                .anyMatch(line -> line.contains("fail2ban has nobody to ban"));
        assertThat(lines.stream()
                        .filter(line -> line.contains("\"event\":\"auth failed\"") && line.contains("unknown user"))
                        .map(line -> line.replaceFirst(".*\"user\":\"([^\"]*)\",\"rip\":\"([^\"]*)\".*", "$1 $2"))
                        .distinct()
                        .toList())
                .singleElement()
                .asString()
                .matches("#[0-9a-f]{12} 203\\.0\\.113\\.0/24");
        assertThat(guichet.log())
                .contains("\"event\":\"lookup\"", "\"event\":\"policy\"", "\"event\":\"auth ok\"")
                .doesNotContain("alice", "nobody1", "bob@", "x@example", "203.0.113.7", SECRET);
        assertThat(work.path("state").resolve("log.key")).hasSize(32);
    }

    @Test
    void hasPrioritiesForTheJournalOnly(Workspace work) throws IOException {
        Path toml = configuration(work, "");
        Path piped = work.path("piped");
        ServerProcess server = ServerProcess.start(
                List.of(
                        "/bin/sh",
                        "-c",
                        "exec 3>&1; { " + Program.GUICHET.path() + " serve --config " + toml
                                + " 2>&1 & echo $! >pid; wait $!; } | cat >" + piped),
                work.path(),
                work.log("shell"),
                Map.of());
        Waiting.until("it is ready", () -> Files.readString(piped).contains("ready"));
        Command.run("/bin/sh", "-c", "kill -TERM $(cat " + work.path("pid") + ")")
                .succeeds();
        Waiting.until("it has stopped", () -> Files.readString(piped).contains("stopped") && !server.isAlive());
        assertThat(Files.readString(piped).lines())
                .isNotEmpty()
                .allMatch(line -> line.matches("<[346]>[^<].*"))
                .anyMatch(line -> line.matches("<6>guichet .*: ready"));
        assertThat(GuichetCommand.run(toml, "lookup", "rows", "a").err()).doesNotContain("<4>", "<3>", SECRET);
    }
}
