package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.tablefile.TableFile;
import io.github.guichet.lookup.tablefile.TableFileProblem;
import io.github.guichet.lookup.tablefile.TableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table files of the acceptance case, unchanged, on its directory: StartTLS with a private CA. */
class MultidomainTableFilesTest {

    @TempDir
    static Path directory;

    private static PrivateSlapd slapd;

    @BeforeAll
    static void start() throws IOException {
        slapd = PrivateSlapd.start(
                directory, "localhost", "", PrivateSlapd.resource("tree.ldif").replace("@DIR@", directory.toString()));
    }

    @AfterAll
    static void stop() {
        slapd.close();
    }

    private static LdapTable table(String name, LdapSource[] opened) throws Exception {
        Path file = directory.resolve(name);
        Files.writeString(
                file,
                PrivateSlapd.resource(name)
                        .replace("@DIR@", directory.toString())
                        .replace("@LDAP@", "ldap://localhost:" + slapd.port));
        List<TableFileProblem> problems = new ArrayList<>();
        TableFile read = TableFiles.read("ldap", file, "map", problems).orElseThrow();
        assertThat(problems).isEmpty();
        assertThat(TableFiles.warnings("ldap", file)).isEmpty();
        TableFile.LdapTableFile ldap = (TableFile.LdapTableFile) read;
        opened[0] = LdapSource.open(ldap.source(), LookupObserver.NONE);
        return new LdapTable(ldap.table(), opened[0]);
    }

    private static Answer ask(String name, String key) throws Exception {
        LdapSource[] opened = new LdapSource[1];
        LdapTable table = table(name, opened);
        try (LdapSource source = opened[0]) {
            assertThat(source.name()).isEqualTo("map");
            return Asking.ask(table, key);
        }
    }

    private static List<String> keys(String name) throws Exception {
        LdapSource[] opened = new LdapSource[1];
        LdapTable table = table(name, opened);
        try (LdapSource source = opened[0]) {
            assertThat(source.name()).isEqualTo("map");
            return ((Keys.Listed) table.keys()).keys();
        }
    }

    private static Answer found(String value) {
        return new Answer.Found(value);
    }

    @Test
    void hostsTheDomainsOfItsAliases() throws Exception {
        // In the server's order, which is its own business.
        assertThat(ask("virtual_alias_domains", "hosted-domain.com"))
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        domains -> assertThat(List.of(domains.value().split(",", -1)))
                                .containsExactlyInAnyOrder(
                                        "hosted-domain.com",
                                        "hosted-domain.com",
                                        "other-domain.net",
                                        "hosted-domain.com"));
        assertThat(ask("virtual_alias_domains", "elsewhere.example")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask("virtual_alias_domains", "ted-domain.com")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void resolvesAliases() throws Exception {
        assertThat(ask("virtual_alias_maps", "test0@hosted-domain.com")).isEqualTo(found("xomail@xoyize.xyz"));
        assertThat(ask("virtual_alias_maps", "shared@hosted-domain.com"))
                .isEqualTo(found("second@xoyize.xyz,forward@elsewhere.example"));
        assertThat(ask("virtual_alias_maps", "nobody@hosted-domain.com")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask("virtual_alias_maps", "*@hosted-domain.com")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void findsMailboxesOwnersAndSenders() throws Exception {
        assertThat(ask("virtual_mailbox_maps", "xomail@xoyize.xyz"))
                .isEqualTo(found(directory + "/vmail/xomail/mailbox/"));
        assertThat(ask("virtual_uid_maps", "xomail@xoyize.xyz")).isEqualTo(found("20000"));
        assertThat(ask("smtpd_sender_login_maps", "test1@hosted-domain.com")).isEqualTo(found("xomail"));
    }

    @Test
    void listsTheKeysOfEach() throws Exception {
        assertThat(keys("virtual_alias_domains")).containsExactlyInAnyOrder("hosted-domain.com", "other-domain.net");
        assertThat(keys("virtual_uid_maps"))
                .containsExactlyInAnyOrder("xomail@xoyize.xyz", "second@xoyize.xyz", "forward@elsewhere.example");
        assertThat(keys("smtpd_sender_login_maps")).hasSize(7);
    }
}
