package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every condition gets on a socketmap connection: one test for each cell of the contract, byte by byte. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class ContractIT {

    private Workspace work;
    private GuichetProcess guichet;
    private Path queue;
    private Path socket;
    private InetSocketAddress inet;

    @BeforeAll
    void serves(Workspace workspace) throws SQLException {
        work = workspace;
        queue = PostfixServer.queueDirectory(work, "chroot");
        socket = work.directory("chroot/q/guichet").resolve("socketmap.sock");
        inet = new InetSocketAddress(InetAddress.getLoopbackAddress(), work.freePort());
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + work.path("some.db"))) {
            sqlite.createStatement().execute("CREATE TABLE t (a TEXT)");
        }
        String toml = """
                [source.file]
                type = "sql"
                url = "jdbc:sqlite:@DIR@/some.db"
                [source.down]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:@CLOSED@/nothing"
                user = "nobody"
                password = "nothing"
                deadline = "1s"
                [map.alias]
                for = "virtual_alias_maps"
                values = { "alice@example.org" = "bob@example.org", "@catch.example" = "all@example.org" }
                [map.domains]
                for = "virtual_mailbox_domains"
                values = { "example.org" = "x" }
                [map.mailbox]
                for = "virtual_mailbox_maps"
                values = { "bob@example.org" = "bob/" }
                [map.plain]
                values = { "key" = "value", "two words" = "zwei Worte", "käse" = "brötchen" }
                [map.echo]
                source = "file"
                query = "SELECT 'reached ' || '%s'"
                [map.down]
                source = "down"
                query = "SELECT b FROM t WHERE a='%s'"
                [socketmap]
                listen = [{ unix = "@SOCKET@", mode = "0660", group = "postfix" }, "inet:127.0.0.1:@PORT@"]
                """.replace("@DIR@", work.path().toString())
                .replace("@SOCKET@", socket.toString())
                .replace("@CLOSED@", Integer.toString(work.freePort()))
                .replace("@PORT@", Integer.toString(inet.getPort()));
        Path config = work.file("contract.toml", toml);
        guichet = GuichetProcess.start(work, config, UnixDomainSocketAddress.of(socket));
    }

    @Test
    void saysOkAndTheValueWhenFound() {
        assertThat(answer("alias", "alice@example.org")).isEqualTo("OK bob@example.org");
        assertThat(answer("alias", "ALICE+x@Example.ORG")).isEqualTo("OK bob+x@example.org");
        assertThat(answer("plain", "two words")).isEqualTo("OK zwei Worte");
        assertThat(answer("plain", "käse")).isEqualTo("OK brötchen");
        assertThat(answer("echo", "it's")).isEqualTo("OK reached it's");
    }

    @Test
    void saysNotFoundWhenNotFound() {
        assertThat(answer("alias", "carol@example.org")).isEqualTo("NOTFOUND ");
        assertThat(answer("plain", "KEY@x")).isEqualTo("NOTFOUND ");
    }

    @Test
    void saysTempWhenTheSourceIsUnavailable() {
        assertThat(answer("down", "a@b")).startsWith("TEMP ").hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nospace", " key", "alias"})
    void saysPermToWhatIsWellFramedButNoRequest(String payload) {
        try (SocketmapClient client = SocketmapClient.unix(socket)) {
            client.send(frame(payload));
            assertThat(client.reply()).startsWith("PERM ");
            // The connection goes on.
            assertThat(client.ask("plain", "key")).isEqualTo("OK value");
        }
    }

    @Test
    void saysPermForAnUnknownMap() {
        assertThat(answer("nosuchmap", "key")).startsWith("PERM ").contains("nosuchmap");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                ":",
                "9:plain key;",
                "09:plain key,",
                "-1:,",
                "99999999999999:",
                "12 :plain key,",
                "GET / HTTP/1.1\r\n"
            })
    void closesOnBadFramingAfterAnsweringWhatCameBefore(String bytes) {
        try (SocketmapClient client = SocketmapClient.unix(socket)) {
            client.send(frame("plain key"));
            client.send(bytes.getBytes(StandardCharsets.UTF_8));
            assertThat(client.untilClosed()).isEqualTo("8:OK value,");
        }
    }

    static Stream<byte[]> poison() {
        return Stream.of(
                bytes("x".repeat(10_001)),
                bytes("x".repeat(50_000) + "@example.org"),
                bytes("a\0b"),
                bytes("\0"),
                bytes("a\tb"),
                bytes("a\nb"),
                bytes("a\r\nb@example.org"),
                bytes("a\u007fb"),
                bytes(""),
                new byte[] {'a', (byte) 0xff},
                new byte[] {(byte) 0xc3},
                new byte[] {(byte) 0xc0, (byte) 0xaf},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
    }

    @ParameterizedTest(name = "poison {index}")
    @MethodSource("poison")
    void doesNotFindAKeyThatCannotExistNorAskASourceForIt(byte[] key) {
        try (SocketmapClient bystander = SocketmapClient.unix(socket);
                SocketmapClient client = SocketmapClient.unix(socket)) {
            assertThat(bystander.ask("plain", "key")).isEqualTo("OK value");
            // "echo" would find whatever reaches its source.
            for (String map : List.of("echo", "down", "alias", "plain")) {
                client.send(frame(map, key));
                assertThat(client.reply()).isEqualTo("NOTFOUND ");
            }
            assertThat(bystander.ask("plain", "key")).isEqualTo("OK value");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"postmaster@1234\"@example.com",
                "\"postmaster@1234",
                "@",
                "@@",
                "a@",
                "%",
                "'; DROP TABLE t; --",
                "*)(uid=*",
                "\\",
                "\"\"@example.org",
                "..@.."
            })
    void doesNotFindAnAddressThatOnlyLooksDangerous(String key) {
        assertThat(answer("alias", key)).isEqualTo("NOTFOUND ");
        assertThat(answer("plain", key)).isEqualTo("NOTFOUND ");
    }

    @Test
    void readsRequestsThatComeByteByByte() throws InterruptedException {
        try (SocketmapClient client = SocketmapClient.unix(socket)) {
            for (byte b : frame("plain key")) {
                client.send(new byte[] {b});
                Thread.sleep(2);
            }
            assertThat(client.reply()).isEqualTo("OK value");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() {
        try (SocketmapClient client = SocketmapClient.unix(socket)) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                // Slow, fast and bad ones, in turn.
                client.send(frame("echo key" + i));
                client.send(frame("plain key"));
                client.send(frame("nosuchmap key"));
                expected.addAll(List.of("OK reached key" + i, "OK value", "PERM"));
            }
            List<String> replies = IntStream.range(0, 600)
                    .mapToObj(i -> client.reply().replaceAll("^PERM.*", "PERM"))
                    .toList();
            assertThat(replies).isEqualTo(expected);
        }
    }

    @Test
    void answersAPeerThatHasClosedItsHalf() {
        try (SocketmapClient client = SocketmapClient.unix(socket)) {
            client.send(frame("echo half"));
            client.shutdownOutput();
            assertThat(client.untilClosed()).isEqualTo("15:OK reached half,");
        }
    }

    @Test
    void servesOthersWhilePeersAreSlowOrDoNotRead() {
        List<SocketmapClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                SocketmapClient client = SocketmapClient.unix(socket);
                slow.add(client);
                client.send(bytes("100:plain k"));
            }
            SocketmapClient deaf = SocketmapClient.unix(socket);
            slow.add(deaf);
            Thread flood = new Thread(() -> {
                try {
                    while (true) {
                        deaf.send(frame("plain two words"));
                    }
                } catch (RuntimeException e) {
                    // Closed below, while it waited for somebody to read the replies.
                    return;
                }
            });
            flood.setDaemon(true);
            flood.start();
            for (int i = 0; i < 100; i++) {
                assertThat(answer("plain", "key")).isEqualTo("OK value");
            }
        } finally {
            slow.forEach(SocketmapClient::close);
        }
        assertThat(answer("plain", "key")).isEqualTo("OK value");
    }

    @Test
    void listensOnATcpPortToo() {
        try (SocketmapClient client = SocketmapClient.connect(inet)) {
            assertThat(client.ask("alias", "x@catch.example")).isEqualTo("OK all@example.org");
        }
    }

    @Test
    void givesTheSocketItsModeAndGroup() throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(socket, PosixFileAttributes.class);
        assertThat(PosixFilePermissions.toString(attributes.permissions())).isEqualTo("rw-rw----");
        assertThat(attributes.group().getName()).isEqualTo("postfix");
    }

    @Test
    void getsOverTheSocketThatAKilledProcessLeft() {
        guichet.kill();
        assertThat(socket).exists();
        guichet.restart();
        assertThat(answer("plain", "key")).isEqualTo("OK value");
    }

    @Test
    void leavesTheSocketOfALivingProcessAlone() {
        Command second = GuichetCommand.run(work.path("contract.toml"), "serve");
        assertThat(second.exit()).as(second.toString()).isEqualTo(69);
        assertThat(answer("plain", "key")).isEqualTo("OK value");
    }

    @Test
    void isReachedByAChrootedSmtpdInItsQueueDirectory() throws IOException {
        SmtpSink sink = SmtpSink.inet(work);
        int port = work.freePort();
        // Relative: in the chroot as well as outside of it, Postfix's services work in the queue directory.
        String map = "socketmap:unix:guichet/socketmap.sock:";
        PostfixSettings settings = new PostfixSettings(sink.port())
                .set("recipient_delimiter", "+")
                .set("virtual_alias_maps", map + "alias")
                .set("virtual_mailbox_domains", map + "domains")
                .set("virtual_mailbox_maps", map + "mailbox")
                .set("virtual_transport", "smtp:[127.0.0.1]:" + sink.port())
                .smtpd(port, true);
        try (PostfixServer postfix = PostfixServer.start(work, "chroot", settings, port);
                SmtpDialogue dialogue = SmtpDialogue.connect(port)) {
            assertThat(postfix.queue()).isEqualTo(queue);
            assertThat(dialogue.mail("sender@client.test").code()).isEqualTo(250);
            assertThat(dialogue.rcpt("nobody@example.org").code()).isEqualTo(550);
            assertThat(dialogue.rcpt("alice+tag@example.org").code()).isEqualTo(250);
            assertThat(dialogue.data("chroot").code()).isEqualTo(250);
            postfix.awaitEmptyQueue();
            assertThat(sink.recipientsOf("chroot")).containsExactly("bob+tag@example.org");
        }
    }

    private String answer(String map, String key) {
        try (SocketmapClient client = SocketmapClient.unix(socket)) {
            return client.ask(map, key);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] frame(String payload) {
        return SocketmapClient.frame(bytes(payload));
    }

    private static byte[] frame(String map, byte[] key) {
        byte[] start = bytes(map + " ");
        byte[] payload = java.util.Arrays.copyOf(start, start.length + key.length);
        System.arraycopy(key, 0, payload, start.length, key.length);
        return SocketmapClient.frame(payload);
    }
}
