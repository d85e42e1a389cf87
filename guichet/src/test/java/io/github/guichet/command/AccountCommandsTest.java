package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands auth, user and mailbox password, as typed, with the password on standard input. */
class AccountCommandsTest {

    private record Result(int status, String out, String err) {}

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void makeAStoreWithOneMailbox() throws IOException {
        config = configuration("""
                source = "local"
                default-realm = "example.com"
                fields = { event_tenant = "x" }
                user-fields = { uid = 5000, gid = 5000, home = "/srv/%d/%n" }
                """);
        succeeds("domain add example.com");
        succeeds("mailbox add alice@example.com --services imap");
    }

    private Path configuration(String accounts) throws IOException {
        return Files.writeString(directory.resolve("guichet.toml"), """
                [source.local]
                type = "embedded"
                path = "%1$s/guichet.db"
                [accounts]
                %2$s
                """.formatted(directory, accounts));
    }

    private Result run(String line) {
        String[] words = Stream.concat(Stream.of(line.split(" ", -1)), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Guichet.commandLine(words);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int status = command.execute(words);
        return new Result(status, out.toString(), err.toString());
    }

    private Result run(String line, String typed) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((typed + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            return run(line);
        } finally {
            System.setIn(before);
        }
    }

    private void succeeds(String line) {
        assertThat(run(line)).isEqualTo(new Result(0, "", ""));
    }

    private void setPassword(String line, String password) {
        assertThat(run("mailbox password " + line, password)).isEqualTo(new Result(0, "", ""));
    }

    @Test
    void aPasswordThatWasSetLetsIn() {
        setPassword("alice@example.com --scheme SHA256-CRYPT", "grüße");
        assertThat(run("auth Alice --service imap", "grüße"))
                .isEqualTo(new Result(0, "ok\nuser=alice@example.com\nevent_tenant=x\noriginal_user=Alice\n", ""));
        assertThat(run("auth alice --service imap", "other"))
                .isEqualTo(new Result(1, "failed\ncode=credentials\n", ""));
    }

    @Test
    void aServiceThatTheMailboxMayNotUseIsRefused() {
        setPassword("alice@example.com --scheme SHA256", "secret");
        assertThat(run("auth alice@example.com --service smtp", "secret").status())
                .isEqualTo(1);
        assertThat(run("auth alice@example.com --service imap --rip 192.0.2.1", "secret")
                        .status())
                .isZero();
        assertThat(run("auth alice@example.com --rip here", "secret"))
                .isEqualTo(new Result(64, "", "guichet: --rip: here is no address\n"));
    }

    @Test
    void anApplicationsPasswordLetsInBesideTheOthersUntilItIsRemoved() {
        setPassword("alice@example.com --scheme SHA256", "secret");
        setPassword("alice@example.com --scheme SHA256 --app phone", "other");
        assertThat(run("auth alice --service imap", "secret").status()).isZero();
        assertThat(run("auth alice --service imap", "other").status()).isZero();
        assertThat(run("mailbox password alice@example.com --list").out()).startsWith("phone\t2");
        succeeds("mailbox password alice@example.com --app phone --remove");
        assertThat(run("auth alice --service imap", "other").status()).isEqualTo(1);
        succeeds("mailbox password alice@example.com --remove");
        assertThat(run("auth alice --service imap", "secret").status()).isEqualTo(1);
    }

    @Test
    void aMailboxThatIsNotThereIsSaidBeforeThePasswordIsAskedFor() {
        assertThat(run("mailbox password bob@example.com", ""))
                .isEqualTo(new Result(1, "", "guichet: there is no mailbox bob@example.com\n"));
    }

    /** A script whose variable was empty must not lock somebody out. */
    @Test
    void anEmptyLineIsNoPasswordToSet() {
        setPassword("alice@example.com", "secret");
        assertThat(run("mailbox password alice@example.com", ""))
                .isEqualTo(new Result(64, "", "guichet: the password is empty, which lets nobody in\n"));
        assertThat(run("auth alice --service imap", "secret").status()).isZero();
    }

    @Test
    void aSchemeThatDoesNotExistIsSaid() {
        assertThat(run("mailbox password alice@example.com --scheme SHA255", "x"))
                .isEqualTo(new Result(64, "", "guichet: there is no scheme SHA255; did you mean SHA256?\n"));
    }

    @Test
    void printsTheUserRecordFieldByField() {
        assertThat(run("user alice"))
                .isEqualTo(
                        new Result(0, "user=alice@example.com\nhome=/srv/example.com/alice\nuid=5000\ngid=5000\n", ""));
        assertThat(run("user nobody")).isEqualTo(new Result(1, "", ""));
    }

    @Test
    void listsTheUsersThatFitAMask() {
        succeeds("mailbox add bob@example.com");
        assertThat(run("user *")).isEqualTo(new Result(0, "alice@example.com\nbob@example.com\n", ""));
        assertThat(run("user b?b@*")).isEqualTo(new Result(0, "bob@example.com\n", ""));
        assertThat(run("user *@example.net")).isEqualTo(new Result(1, "", ""));
    }

    @Test
    void aSourceThatIsDownIsNeitherAFailureNorNobody() throws IOException {
        Files.delete(directory.resolve("guichet.db"));
        Result auth = run("auth alice", "secret");
        assertThat(auth.status()).isEqualTo(75);
        assertThat(auth.out()).startsWith("unavailable\nreason=source local ");
        Result user = run("user alice");
        assertThat(user.status()).isEqualTo(75);
        assertThat(user.err()).startsWith("guichet: source local ");
        assertThat(run("user *").status()).isEqualTo(75);
    }

    @Test
    void withoutAccountsThereIsNothingToAsk() throws IOException {
        Files.writeString(config, "");
        assertThat(run("user alice"))
                .isEqualTo(new Result(78, "", "guichet: the configuration has no section [accounts]\n"));
    }

    @Test
    void whatAProxyIsToLogInWithIsNotShown() throws IOException {
        setPassword("alice@example.com --scheme SHA256", "secret");
        config = configuration("source = \"local\"\nproxy = { host = \"127.0.0.1\", port = 143 }");
        Result result = run("auth alice@example.com --service imap", "secret");
        assertThat(result.out()).contains("host=127.0.0.1\nport=143\n").contains("pass=(not shown)");
        assertThat(result.out()).doesNotContain("secret");
    }

    @Test
    void accountsMayComeFromAPasswdFile() throws IOException {
        Path file = Files.writeString(directory.resolve("passwd"), "tim@example.com:{PLAIN}pw:1:2::/home/tim::\n");
        config = configuration("file = \"" + file + "\"");
        assertThat(run("auth tim@example.com", "pw").status()).isZero();
        assertThat(run("user tim@example.com").out())
                .contains("home=/home/tim\n")
                .contains("uid=1\n");
        assertThat(run("user *").out()).isEqualTo("tim@example.com\n");
    }
}
