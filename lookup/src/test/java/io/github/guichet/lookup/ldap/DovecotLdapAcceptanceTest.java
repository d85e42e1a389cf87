package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.BindCheck.Verdict;
import io.github.guichet.lookup.accountfile.DovecotLdapFile;
import io.github.guichet.lookup.tablefile.TableFileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dovecot-ldap.conf.ext of the acceptance case, unchanged, on its directory and under its access rules. */
class DovecotLdapAcceptanceTest {

    @TempDir
    static Path directory;

    private static PrivateSlapd slapd;
    private static DovecotLdapFile file;

    @BeforeAll
    static void start() throws IOException {
        slapd = PrivateSlapd.start(
                directory, "localhost", "", PrivateSlapd.resource("tree.ldif").replace("@DIR@", directory.toString()));
        Path path = directory.resolve("dovecot-ldap.conf.ext");
        Files.writeString(
                path,
                PrivateSlapd.resource("dovecot-ldap.conf.ext")
                        .replace("@DIR@", directory.toString())
                        .replace("@LDAP@", "ldap://localhost:" + slapd.port));
        List<TableFileProblem> problems = new ArrayList<>();
        file = DovecotLdapFile.read(path, "directory", problems).orElseThrow();
        assertThat(problems).isEmpty();
    }

    @AfterAll
    static void stop() {
        slapd.close();
    }

    private static AccountAnswer user(String name) throws Exception {
        try (LdapSource source = LdapSource.open(file.source(), LookupObserver.NONE)) {
            return new LdapAccountSource(file.users(), LdapAccountSource.Use.USERS, source)
                    .lookup(AccountRequest.of(name))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void findsTheUserRecord() throws Exception {
        assertThat(((AccountAnswer.Found) user("xomail")).first().fields())
                .containsExactly(
                        entry("home", directory + "/vmail/xomail"), entry("uid", "20000"), entry("gid", "20000"));
        assertThat(user("nobody")).isEqualTo(AccountAnswer.NOT_FOUND);
    }

    @Test
    void listsTheUsers() throws Exception {
        try (LdapSource source = LdapSource.open(file.source(), LookupObserver.NONE)) {
            assertThat(((Keys.Listed) new LdapAccountList(file.list(), source).users()).keys())
                    .containsExactlyInAnyOrder("xomail", "second");
        }
    }

    @Test
    void checksPasswordsByBinding() throws Exception {
        String template = ((LdapPasswords.BindAs) file.passwords()).dnTemplate();
        try (LdapBindSource source = LdapBindSource.open(file.source(), LookupObserver.NONE)) {
            LdapBindCheck check = LdapBindCheck.as(template, source);
            for (String password : List.of("pass2", "pass", "", "pass2 ")) {
                Verdict verdict = check.check(AccountRequest.of("second"), AccountRecord.EMPTY, password)
                        .get(60, TimeUnit.SECONDS);
                assertThat(verdict)
                        .as(password)
                        .isEqualTo(password.equals("pass2") ? new Verdict.Right() : new Verdict.Wrong());
            }
        }
    }
}
