package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands domain, mailbox, alias and sender, as typed. */
class StoreCommandsTest {

    private record Result(int status, String out, String err) {}

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void configure() throws IOException {
        config = Files.writeString(directory.resolve("guichet.toml"), """
                [source.local]
                type = "embedded"
                path = "%1$s/guichet.db"
                [map.alias]
                for = "virtual_alias_maps"
                source = "local"
                [socketmap]
                listen = ["unix:%1$s/map.sock"]
                [admin]
                listen = "unix:%1$s/admin.sock"
                """.formatted(directory));
    }

    /** Runs a command line; words are separated by one space. */
    private Result run(String line) {
        String[] words = Stream.concat(Stream.of(line.split(" ", -1)), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        return runAsIs(words);
    }

    private static Result runAsIs(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Guichet.commandLine(words);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int status = command.execute(words);
        return new Result(status, out.toString(), err.toString());
    }

    private void succeeds(String line) {
        assertThat(run(line)).isEqualTo(new Result(0, "", ""));
    }

    private void fails(int status, String line, String message) {
        Result result = run(line);
        assertThat(result.status()).as(result.toString()).isEqualTo(status);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message);
    }

    private void prints(String line, String out) {
        assertThat(run(line)).isEqualTo(new Result(0, out, ""));
    }

    @Test
    void managesDomains() {
        succeeds("domain add example.com");
        succeeds("domain add --alias-of example.com example.org");
        succeeds("domain add --backup bücher.example");
        succeeds("domain disable example.org");
        prints("domain list", """
                example.com	mailbox	-	yes
                example.org	alias	example.com	no
                xn--bcher-kva.example	backup	-	yes
                """);
        prints(
                "domain show example.org --json",
                "{\"domain\":\"example.org\",\"kind\":\"alias\",\"target\":\"example.com\",\"active\":false}\n");
        succeeds("domain remove example.org");
        fails(1, "domain show example.org", "guichet: there is no domain example.org");
    }

    @Test
    void managesMailboxes() {
        succeeds("domain add example.com");
        succeeds("mailbox add Alice@example.com --quota 5G --uid 5001");
        succeeds("mailbox set alice@example.com --home /srv/alice");
        prints("mailbox show alice@example.com", """
                address: alice@example.com
                active: yes
                password: no
                quota: 5368709120
                uid: 5001
                gid: -
                home: /srv/alice
                maildir: example.com/alice/
                services: imap,pop3,sieve,smtp
                password-expires: -
                proxy: -
                """);
        prints(
                "mailbox list example.com --json",
                "[{\"address\":\"alice@example.com\",\"active\":true,\"password\":false,\"quota\":5368709120,\"uid\":5001,"
                        + "\"gid\":null,\"home\":\"/srv/alice\",\"maildir\":\"example.com/alice/\"}]\n");
        succeeds("mailbox disable alice@example.com");
        succeeds("mailbox enable alice@example.com");
        succeeds("mailbox remove alice@example.com");
        prints("mailbox list --json", "[]\n");
    }

    @Test
    void managesWhatBelongsToLoggingIn() {
        succeeds("domain add example.com");
        succeeds("mailbox add a@example.com --services imap,SMTP --proxy imap.example.net:1143");
        succeeds("mailbox set a@example.com --password-expires 2027-01-31T12:00:00+01:00");
        Result shown = run("mailbox show a@example.com --json");
        assertThat(shown.out())
                .contains("\"services\":[\"imap\",\"smtp\"]")
                .contains("\"password-expires\":\"2027-01-31T11:00:00Z\"")
                .contains("\"proxy\":\"imap.example.net:1143\"");
        succeeds("mailbox set a@example.com --services none --password-expires never --proxy [2001:db8::1]:993");
        assertThat(run("mailbox show a@example.com").out())
                .contains("services: \npassword-expires: -\nproxy: 2001:db8::1:993\n");
        succeeds("mailbox set a@example.com --services all --proxy none");
        assertThat(run("mailbox show a@example.com").out()).endsWith("password-expires: -\nproxy: -\n");
    }

    @Test
    void aMistakeInOneOptionChangesNothing() {
        succeeds("domain add example.com");
        fails(64, "mailbox add a@example.com --services imap,ftp", "\"ftp\" is none of smtp, imap, pop3, sieve");
        fails(64, "mailbox add a@example.com --password-expires soon", "\"soon\" is neither a time");
        fails(64, "mailbox add a@example.com --proxy a:b:c", "\"a:b:c\" is not HOST or HOST:PORT");
        prints("mailbox list", "");
    }

    @Test
    void managesAliases() {
        succeeds("domain add example.com");
        succeeds("alias add info@example.com a@x.example b@x.example");
        succeeds("alias add @example.com c@x.example");
        prints("alias list", "@example.com\tc@x.example\tyes\ninfo@example.com\ta@x.example,b@x.example\tyes\n");
        prints(
                "alias show info@example.com --json",
                "{\"address\":\"info@example.com\",\"targets\":[\"a@x.example\",\"b@x.example\"],\"active\":true}\n");
        succeeds("alias remove info@example.com a@x.example");
        succeeds("alias set info@example.com d@x.example");
        prints("alias list example.com", "@example.com\tc@x.example\tyes\ninfo@example.com\td@x.example\tyes\n");
        succeeds("alias remove info@example.com");
        fails(1, "alias enable info@example.com", "there is no alias info@example.com");
    }

    @Test
    void managesSenders() {
        succeeds("domain add example.com");
        succeeds("sender add team@example.com alice@example.com");
        prints("sender list", "team@example.com\talice@example.com\n");
        prints("sender list other@example.com", "");
        succeeds("sender remove team@example.com alice@example.com");
        fails(1, "sender remove team@example.com alice@example.com", "has no right to send as");
    }

    @Test
    void isContentWhenThereIsNothingToChange() {
        succeeds("domain add example.com");
        assertThat(run("domain add example.com")).isEqualTo(new Result(0, "", "guichet: nothing to change\n"));
        assertThat(run("domain enable example.com")).isEqualTo(new Result(0, "", "guichet: nothing to change\n"));
    }

    @Test
    void tellsWhatIsWrongByItsStatus() {
        succeeds("domain add example.com");
        fails(1, "mailbox add a@other.example", "there is no domain other.example");
        fails(64, "mailbox add nonsense", "is no address: it has no @");
        fails(64, "mailbox add a@example.com --quota lots", "'lots' is no number of bytes");
        fails(64, "mailbox add", "ADDRESS");
        fails(64, "mailbox frobnicate a@example.com", "frobnicate");
        Result nothing = runAsIs("mailbox");
        assertThat(nothing.status()).isEqualTo(64);
        assertThat(nothing.err()).contains("subcommand");
        fails(64, "alias add info@example.com", "TARGET");
    }

    @Test
    void takesAStoreByItsFile() {
        String file = directory.resolve("other.db").toString();
        assertThat(runAsIs("domain", "list", "--store", file).err()).contains("there is no such file");
        assertThat(runAsIs("domain", "add", "example.net", "--store", file).status())
                .isZero();
        assertThat(runAsIs("domain", "list", "--store", file).out()).startsWith("example.net\t");
    }

    @Test
    void needsToKnowWhichStore() throws IOException {
        Files.writeString(config, """
                [source.one]
                type = "embedded"
                path = "%1$s/one.db"
                [source.two]
                type = "embedded"
                path = "%1$s/two.db"
                """.formatted(directory));
        fails(64, "domain add example.com", "choose one with --source: one, two");
        succeeds("domain add example.com --source two");
        assertThat(directory.resolve("two.db")).exists();
        assertThat(directory.resolve("one.db")).doesNotExist();
        fails(64, "domain add example.com --source three", "name its file with --store");
    }

    @Test
    void limitsAreGivenListedAndTaken() {
        succeeds("limit add Alice@example.com 200/1h,1000/24h");
        succeeds("limit add @example.com unlimited");
        prints("limit list", "@example.com\tunlimited\nalice@example.com\t200/1h,1000/24h\n");
        succeeds("limit add alice@example.com 0");
        prints("limit list ALICE@example.com", "alice@example.com\t0\n");
        succeeds("limit remove alice@example.com");
        fails(1, "limit remove alice@example.com", "alice@example.com has no limits of its own");
        fails(64, "limit add alice@example.com many", "\"many\": a limit is written \"100/1h\"");
    }

    @Test
    void whoMayWriteToAnAliasIsSaidShownAndForgotten() {
        succeeds("domain add example.com");
        succeeds("alias add list@example.com a@example.net");
        assertThat(run("alias access list@example.com").status()).isEqualTo(1);
        succeeds("alias access LIST@example.com members Boss@example.com");
        prints("alias access list@example.com", "members, boss@example.com\n");
        succeeds("alias access list@example.com anyone");
        prints("alias access list@example.com", "anyone\n");
        fails(64, "alias access list@example.com a,b", "is neither a login nor one of anyone, domain, members, opens");
        succeeds("alias remove list@example.com");
        assertThat(run("alias access list@example.com").status()).isEqualTo(1);
        succeeds("alias access list@elsewhere.example domain");
        succeeds("alias access --remove list@elsewhere.example");
        assertThat(run("alias access list@elsewhere.example").status()).isEqualTo(1);
    }

    @Test
    void mapsOfRulesFindLimitsAndWhoMayWrite() throws IOException {
        Files.writeString(config, """
                [map.limits]
                source = "local"
                table = "limits"
                [map.lists]
                source = "local"
                table = "list-access"
                """, StandardOpenOption.APPEND);
        succeeds("limit add @example.com 5/1h");
        succeeds("alias access list@example.com members boss@example.com");
        prints("lookup limits @example.com", "OK 5/1h\n");
        prints("lookup lists list@example.com", "OK members, boss@example.com\n");
        assertThat(run("lookup limits alice@example.com").status()).isEqualTo(1);
    }
}
