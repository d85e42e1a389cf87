package io.github.guichet.lookup.passwdfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.template.TemplateException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswdFileTest {

    private static final String LINES = """
            # comment
            :no user

            alice@example.com:{PLAIN}pass:5001:5002:Alice:/srv/alice::userdb_mail=maildir:~/%d/%n userdb_quota_rule=*:storage=1G nologin host=%l:%%
            bob:$1$salt$hash
            carol:1a1dc91c907325c69271ddf0c944bc72[34]:5001:5002
            dave:aaa[13]:nobody:nogroup:::::maildir:/old/%n
            erin:{PLAIN}x:5001
            root:{PLAIN}x:0:0::/root
            mallory:{PLAIN}x:nobodyatall:5001
            bob:{PLAIN}another
            frank:{PLAIN}x:5001:5001::/f::userdb_mail=%{nothing}
            """;

    @TempDir
    Path directory;

    private PasswdFile file(String text) throws Exception {
        return new PasswdFile(
                "accounts", Files.writeString(directory.resolve("users"), text).toString(), Runnable::run);
    }

    private static AccountAnswer ask(AccountSource source, String user) throws Exception {
        return source.lookup(new AccountRequest(user, Map.of("lip", "192.0.2.1")))
                .get(60, TimeUnit.SECONDS);
    }

    private static Map<String, String> fields(AccountSource source, String user) throws Exception {
        return ask(source, user) instanceof AccountAnswer.Found found
                ? found.first().fields()
                : Map.of();
    }

    @Test
    void hasBothSidesOfALine() throws Exception {
        PasswdFile file = file(LINES);
        assertThat(fields(file.passwords(), "alice@example.com"))
                .containsExactly(
                        Map.entry("password", "{PLAIN}pass"),
                        Map.entry("userdb_mail", "maildir:~/example.com/alice"),
                        Map.entry("userdb_quota_rule", "*:storage=1G"),
                        Map.entry("nologin", ""),
                        Map.entry("host", "192.0.2.1:%"));
        assertThat(fields(file.users(), "alice@example.com"))
                .containsExactly(
                        Map.entry("uid", "5001"),
                        Map.entry("gid", "5002"),
                        Map.entry("home", "/srv/alice"),
                        Map.entry("mail", "maildir:~/example.com/alice"),
                        Map.entry("quota_rule", "*:storage=1G"));
    }

    @Test
    void takesLinesWithoutAUserRecordForThePasswordAlone() throws Exception {
        PasswdFile file = file(LINES);
        for (String user : List.of("bob", "erin")) {
            assertThat(ask(file.passwords(), user)).isInstanceOf(AccountAnswer.Found.class);
            assertThat(ask(file.users(), user)).isEqualTo(AccountAnswer.NOT_FOUND);
        }
        assertThat(fields(file.passwords(), "bob")).containsEntry("password", "$1$salt$hash");
    }

    @Test
    void readsTheOldFormsOfPasswordAndMail() throws Exception {
        PasswdFile file = file(LINES);
        assertThat(fields(file.passwords(), "carol"))
                .containsEntry("password", "{PLAIN-MD5}1a1dc91c907325c69271ddf0c944bc72");
        assertThat(fields(file.passwords(), "dave")).containsEntry("password", "{CRYPT}aaa");
        assertThat(fields(file.users(), "dave"))
                .containsEntry("mail", "maildir:/old/dave")
                .containsEntry("uid", "65534");
    }

    @Test
    void leavesOutLinesThatDovecotLeavesOut() throws Exception {
        PasswdFile file = file(LINES);
        for (String user : List.of("root", "mallory", "", "# comment", "no user", "ALICE@example.com", "eve")) {
            assertThat(user.isEmpty() ? AccountAnswer.NOT_FOUND : ask(file.passwords(), user))
                    .isEqualTo(AccountAnswer.NOT_FOUND);
        }
        assertThat(file.list().users())
                .isEqualTo(new Keys.Listed(List.of("alice@example.com", "carol", "dave", "frank")));
    }

    @Test
    void reportsLinesByNumberWithoutTheirPasswords() {
        List<String> warnings = new ArrayList<>();
        PasswdEntries.read(LINES.getBytes(StandardCharsets.UTF_8), UnixNames.ofThisHost(), warnings);
        assertThat(warnings).hasSize(4).noneMatch(w -> w.contains("{PLAIN}"));
        assertThat(warnings.get(0)).startsWith("line 9 cannot be used: the uid");
        assertThat(warnings.get(2)).startsWith("line 11 cannot be used: a second line");
        assertThat(warnings.get(3)).startsWith("line 12 cannot be used: the field userdb_mail: %{nothing}");
    }

    /** The user exists, so nobody may be told otherwise. */
    @Test
    void isUnavailableForAUserWhoseFieldsMakeNoSense() throws Exception {
        PasswdFile file = file(LINES);
        assertThat(ask(file.passwords(), "frank")).isInstanceOf(AccountAnswer.Unavailable.class);
        assertThat(ask(file.users(), "frank")).isInstanceOf(AccountAnswer.Unavailable.class);
    }

    @Test
    void isUnavailableWithoutItsFile() throws Exception {
        PasswdFile file = new PasswdFile("accounts", directory.resolve("none").toString(), Runnable::run);
        assertThat(ask(file.passwords(), "alice")).isInstanceOf(AccountAnswer.Unavailable.class);
        assertThat(file.list().users()).isInstanceOf(Keys.Unavailable.class);
    }

    @Test
    void looksIntoTheFileOfTheDomain() throws Exception {
        Files.writeString(directory.resolve("example.com"), "alice@example.com:{PLAIN}a:1:1\n");
        Files.writeString(directory.resolve("secret"), "alice@x:{PLAIN}a:1:1\n");
        PasswdFile file = new PasswdFile("accounts", directory + "/%Ld", Runnable::run);
        assertThat(fields(file.passwords(), "alice@example.com")).containsEntry("password", "{PLAIN}a");
        assertThat(ask(file.passwords(), "alice@example.org")).isEqualTo(AccountAnswer.NOT_FOUND);
        for (String elsewhere : List.of("alice@..", "alice@../secret", "alice@\0", "alice@")) {
            assertThat(ask(file.passwords(), elsewhere)).isNotInstanceOf(AccountAnswer.Found.class);
        }
        assertThat(file.list().users()).isInstanceOf(Keys.Unlistable.class);
        Files.delete(directory.resolve("example.com"));
        assertThat(ask(file.passwords(), "alice@example.com")).isEqualTo(AccountAnswer.NOT_FOUND);
    }

    @Test
    void isNeverCached() throws Exception {
        assertThat(file("").passwords().variables()).contains(AccountSource.PASSWORD);
    }

    @Test
    void wantsAnAbsolutePath() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> new PasswdFile("accounts", "users", Runnable::run));
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> new PasswdFile("accounts", "/etc/%q", Runnable::run))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(5));
    }

    @Test
    void readsTheFileAgainWhenItChanges() throws Exception {
        PasswdFile file = file("alice:{PLAIN}old\n");
        assertThat(fields(file.passwords(), "alice")).containsEntry("password", "{PLAIN}old");
        Path path = Files.writeString(directory.resolve("users"), "alice:{PLAIN}new and longer\n");
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(60)));
        for (int i = 0; i < 600 && !fields(file.passwords(), "alice").containsValue("{PLAIN}new and longer"); i++) {
            Thread.sleep(100);
        }
        assertThat(fields(file.passwords(), "alice")).containsEntry("password", "{PLAIN}new and longer");
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(
                        ":", "::", "\n", "\r\n", " ", "=", "%u", "%", "a", "bob", "0", "5", "[34]", "[56]", "{X}", "é",
                        "\0", "#")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    /** Whatever stands in a file, it is read, and what is not a user is left out. */
    @Property(tries = 500)
    void readsAnything(@ForAll("files") String text) {
        List<String> warnings = new ArrayList<>();
        Map<String, PasswdEntry> entries =
                PasswdEntries.read(text.getBytes(StandardCharsets.ISO_8859_1), UnixNames.ofThisHost(), warnings);
        assertThat(warnings.size()).isLessThanOrEqualTo(20);
        entries.forEach((user, entry) -> {
            assertThat(user).isNotEmpty().doesNotContain(":", "\n").doesNotStartWith("#");
            if (entry.broken().isEmpty()) {
                assertThat(entry.passwordRecord(AccountRequest.of(user)).has("password"))
                        .isTrue();
                assertThat(entry.userRecord(AccountRequest.of(user))).hasSizeLessThanOrEqualTo(1);
            }
        });
    }
}
