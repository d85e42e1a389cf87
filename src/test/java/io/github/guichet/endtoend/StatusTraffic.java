package io.github.guichet.endtoend;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** A guichet with a source that works and one that is down, and a little of everything that it is asked. */
final class StatusTraffic {

    private StatusTraffic() {}

    static String toml(Workspace work, int port) {
        work.file("passwd", "alice@example.org:{PLAIN}good:5000:5000::/srv/vmail/alice::\n");
        return """
                [source.local]
                type = "embedded"
                path = "@DIR@/guichet.db"
                [source.directory]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:%d/nothing"
                user = "nobody"
                password = "nothing"
                deadline = "1s"
                [map.domains]
                for = "virtual_mailbox_domains"
                source = "local"
                [map.aliases]
                for = "virtual_alias_maps"
                source = "local"
                [map.owners]
                for = "smtpd_sender_login_maps"
                values = { "ann@example.org" = "ann", "boss@example.org" = "boss" }
                [map.people]
                source = "directory"
                query = "SELECT b FROM t WHERE a='%%s'"
                [send-as]
                maps = ["owners"]
                [socketmap]
                listen = ["unix:@DIR@/socketmap.sock"]
                [accounts]
                file = "@DIR@/passwd"
                [dovecot-auth]
                listen-client = ["unix:@DIR@/auth.sock"]
                failure-delay = "0s"
                [policy]
                listen = ["unix:@DIR@/policy.sock"]
                [[policy.rule]]
                name = "refuse <b>them</b>"
                when = { recipient = ["refused@example.org"] }
                action = "550 5.7.1 no"
                [metrics]
                listen = "inet:127.0.0.1:%d"
                [admin]
                listen = "unix:@DIR@/admin.sock"
                [milter]
                listen = ["unix:@DIR@/milter.sock"]
                [[milter.rule]]
                name = "From: belongs to the login"
                check = "header-from"
                mode = "reject"
                """.formatted(work.freePort(), port).replace("@DIR@", work.path().toString());
    }

    /** Asks each daemon, so that there is something to show. */
    static void run(Workspace work, String peer) throws IOException {
        try (SocketmapClient maps = SocketmapClient.unix(work.path("socketmap.sock"))) {
            for (int i = 0; i < 40; i++) {
                maps.ask("domains", "example.org");
                maps.ask("aliases", "nobody" + i % 5 + "@example.org");
                maps.ask("owners", "ann@example.org");
            }
            maps.ask("people", "somebody");
            maps.ask("people", "else");
            maps.ask(peer, "x");
        }
        logIn(work.path("auth.sock"));
        try (PolicyClient policy = PolicyClient.unix(work.path("policy.sock"))) {
            policy.ask(PolicyQuestion.rcpt("a@example.org", "refused@example.org"));
            policy.ask(PolicyQuestion.rcpt("a@example.org", "other@example.org"));
            policy.ask(PolicyQuestion.rcpt("a@example.org", "refused@example.org"));
        }
        Command.run(
                        List.of(
                                Program.MILTERTEST.path(),
                                "-D",
                                "socket=unix:" + work.path("milter.sock"),
                                "-s",
                                work.file("from.lua", MilterProtocolIT.resource("from.lua"))
                                        .toString()),
                        "")
                .succeeds();
    }

    /** Twice with a wrong password, three times with the right one. */
    private static void logIn(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            send(channel, "VERSION\t1\t1\nCPID\t77\n");
            StringBuilder said = new StringBuilder();
            for (int i = 1; i <= 5; i++) {
                String response = "\0alice@example.org\0" + (i <= 2 ? "wrong" : "good");
                send(
                        channel,
                        "AUTH\t" + i + "\tPLAIN\tservice=smtp\tresp="
                                + Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8)) + "\n");
                String answer = (i <= 2 ? "FAIL\t" : "OK\t") + i + "\t";
                ByteBuffer buffer = ByteBuffer.allocate(4096);
                while (said.indexOf(answer) < 0) {
                    if (channel.read(buffer.clear()) < 0) {
                        throw new AssertionError("no " + answer + " but " + said);
                    }
                    said.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                }
            }
        }
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
