package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every condition gets on the auth client, auth master and dict sockets: one test for each cell of the contract, line by line.
 * The accounts of the first process are in a file; the database of the second is not there.
 */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class LogInContractIT {

    /** As Postfix introduces itself. */
    private static final String POSTFIX = "VERSION\t1\t0\nCPID\t30487\n";

    /** As a log-in process of Dovecot 2.3 does. */
    private static final String DOVECOT = "VERSION\t1\t2\nCPID\t30488\n";

    private static final String MASTER = "VERSION\t1\t1\n";
    private static final String DICT = "H3\t2\t0\t\tguichet\n";

    private Path up;
    private Path down;

    @BeforeAll
    void serves(Workspace work) {
        up = work.directory("up");
        down = work.directory("down");
        Path users = work.file("users", "alice:{PLAIN}good:20000:20001::/home/alice::\n");
        start(work, up, "", "file = \"" + users + "\"\n");
        start(work, down, """
                [source.down]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1:%d/nothing"
                user = "nobody"
                password = "nothing"
                deadline = "1s"
                """.formatted(work.freePort()), """
                source = "down"
                password-query = "SELECT password FROM account WHERE name = '%u'"
                user-query = "SELECT home FROM account WHERE name = '%u'"
                """);
    }

    private static void start(Workspace work, Path directory, String source, String accounts) {
        Path toml = work.file(directory.getFileName() + ".toml", """
                %1$s
                [accounts]
                %2$s
                [dovecot-auth]
                listen-client = ["unix:%3$s/client"]
                listen-master = ["unix:%3$s/master"]
                listen-dict = ["unix:%3$s/dict"]
                failure-delay = "0s"
                """.formatted(source, accounts, directory));
        GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(directory.resolve("client")));
    }

    @Test
    void saysOkToPostfix() throws IOException {
        assertThat(client(up, POSTFIX, smtp("alice", "good"))).isEqualTo("OK\t7\tuser=alice");
    }

    @Test
    void saysFailToPostfixForAWrongPasswordAndForNobody() throws IOException {
        assertThat(client(up, POSTFIX, smtp("alice", "bad"))).isEqualTo("FAIL\t7\tuser=alice");
        assertThat(client(up, POSTFIX, smtp("nobody", "good"))).isEqualTo("FAIL\t7\tuser=nobody");
    }

    @Test
    void closesTheConnectionOfPostfixWhenTheSourceIsUnavailable() throws IOException {
        assertThat(client(down, POSTFIX, smtp("alice", "good"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH\t7\tPLAIN\tservice=smtp\tresp=!!!", "AUTH\t0\tPLAIN\tservice=smtp", "NONSENSE\t7"})
    void failsOrClosesWhenPostfixMakesNoSense(String request) throws IOException {
        assertThat(client(up, POSTFIX, request)).matches("|FAIL\t7\t.*");
    }

    @Test
    void saysOkToDovecot() throws IOException {
        assertThat(client(up, DOVECOT, imap("alice", "good"))).isEqualTo("OK\t7\tuser=alice");
    }

    @Test
    void saysFailToDovecotForAWrongPasswordAndForNobody() throws IOException {
        assertThat(client(up, DOVECOT, imap("alice", "bad"))).isEqualTo("FAIL\t7\tuser=alice");
        assertThat(client(up, DOVECOT, imap("nobody", "good"))).isEqualTo("FAIL\t7\tuser=nobody");
    }

    @Test
    void saysTemporaryFailureToDovecotWhenTheSourceIsUnavailable() throws IOException {
        assertThat(client(down, DOVECOT, imap("alice", "good")))
                .startsWith("FAIL\t7\t")
                .contains("\tcode=temp_fail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH\t0\tPLAIN\tservice=imap", "AUTH\tx\tPLAIN\tservice=imap", "NONSENSE\t7"})
    void closesWhenDovecotMakesNoSense(String request) throws IOException {
        assertThat(client(up, DOVECOT, request)).isEmpty();
    }

    @Test
    void givesTheUserRecordOnTheMasterSocket() throws IOException {
        assertThat(master(up, "USER\t9\talice\tservice=lmtp").split("\t", -1))
                .startsWith("USER", "9", "alice")
                .contains("uid=20000", "gid=20001", "home=/home/alice");
        assertThat(master(up, "PASS\t9\talice\tservice=lmtp")).isEqualTo("PASS\t9\tuser=alice");
    }

    @Test
    void saysNotFoundOnTheMasterSocket() throws IOException {
        assertThat(master(up, "USER\t9\tnobody\tservice=lmtp")).isEqualTo("NOTFOUND\t9");
        assertThat(master(up, "PASS\t9\tnobody\tservice=lmtp")).isEqualTo("NOTFOUND\t9");
    }

    @Test
    void saysFailOnTheMasterSocketWhenTheSourceIsUnavailable() throws IOException {
        assertThat(master(down, "USER\t9\talice\tservice=lmtp")).startsWith("FAIL\t9");
        assertThat(master(down, "PASS\t9\talice\tservice=lmtp")).startsWith("FAIL\t9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER\tx\talice\tservice=lmtp", "USER\t9\talice", "NONSENSE\t9"})
    void closesWhenTheMasterSocketIsAskedNonsense(String request) throws IOException {
        assertThat(master(up, request)).isEmpty();
    }

    @Test
    void givesRecordsAsJsonByDict() throws IOException {
        assertThat(dict(up, "Lshared/userdb/alice/lmtp/\talice"))
                .startsWith("O{")
                .contains("\"home\":\"/home/alice\"");
        assertThat(dict(up, "Lshared/passdb/alice/imap/\talice"))
                .startsWith("O{")
                .contains("{PLAIN}good");
    }

    @Test
    void saysNotFoundByDict() throws IOException {
        assertThat(dict(up, "Lshared/userdb/nobody\tnobody")).isEqualTo("N");
        assertThat(dict(up, "Lshared/passdb/nobody\tnobody")).isEqualTo("N");
    }

    @Test
    void saysFailureByDictWhenTheSourceIsUnavailable() throws IOException {
        assertThat(dict(down, "Lshared/userdb/alice\talice")).startsWith("F");
        assertThat(dict(down, "Lshared/passdb/alice\talice")).startsWith("F");
    }

    @Test
    void saysFailureByDictForAKeyOfAnotherKind() throws IOException {
        assertThat(dict(up, "Lshared/nosuchmap/alice\talice")).startsWith("F");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "Cnonsense"})
    void closesWhenTheDictSocketIsAskedNonsense(String request) throws IOException {
        assertThat(dict(up, request)).isEmpty();
    }

    private static String smtp(String user, String password) {
        return "AUTH\t7\tPLAIN\tservice=smtp\tnologin\tlip=127.0.0.1\trip=127.0.0.1\tresp="
                + Sasl.encoded("\0" + user + "\0" + password);
    }

    private static String imap(String user, String password) {
        return "AUTH\t7\tPLAIN\tservice=imap\tsecured\tlip=127.0.0.1\trip=127.0.0.1\tresp="
                + Sasl.encoded("\0" + user + "\0" + password);
    }

    private static String client(Path directory, String greeting, String request) throws IOException {
        return ask(directory.resolve("client"), "DONE", greeting + request);
    }

    private static String master(Path directory, String request) throws IOException {
        return ask(directory.resolve("master"), "SPID", MASTER + request);
    }

    private static String dict(Path directory, String request) throws IOException {
        return ask(directory.resolve("dict"), "", DICT + request);
    }

    /** The line after the server's handshake, whose last line begins with {@code handshake}; empty if there is none. */
    private static String ask(Path socket, String handshake, String lines) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Lines peer = new Lines(channel)) {
            peer.write(lines + "\n");
            String line = handshake.isEmpty() ? handshake : peer.read();
            while (!line.startsWith(handshake)) {
                assertThat(line).as("handshake").isNotEmpty();
                line = peer.read();
            }
            return peer.read();
        }
    }
}
