package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.account.UserNames;
import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.sql.PostfixAdminQueries;
import io.github.guichet.lookup.sql.SqlDialect;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class AccountsReaderTest {

    private static AccountsConfig accounts(String toml) {
        return ConfigurationReaderTest.read(toml).configuration().accounts().orElseThrow();
    }

    private static AccountsKind.Ldap directory(String keys) {
        return (AccountsKind.Ldap) accounts("""
                [source.d]
                type = "ldap"
                urls = ["ldap://localhost"]
                base = "dc=example"
                [accounts]
                source = "d"
                """ + keys).kind();
    }

    @Test
    void readsEveryKeyOfADatabase() throws IOException {
        AccountsConfig accounts = accounts(ConfigurationReaderTest.full());
        assertThat(accounts.kind())
                .isEqualTo(new AccountsKind.Sql(
                        "db",
                        "SELECT username AS user, password FROM mailbox WHERE username='%u'",
                        Optional.of("SELECT home, uid, gid FROM mailbox WHERE username='%u'"),
                        Optional.of("SELECT username AS user FROM mailbox")));
        assertThat(accounts.defaultScheme()).isEqualTo("MD5");
        assertThat(accounts.names()).isEqualTo(new UserNames("abc@.", false, "example.org", "#/", "@@"));
        assertThat(accounts.cache().maxEntries()).isEqualTo(12);
        assertThat(accounts.cache().ttl()).isEqualTo(Duration.ofSeconds(3));
        assertThat(accounts.snapshotPasswords()).isTrue();
    }

    @Test
    void whatEveryLogInGetsAreFieldsByDovecotsNames() throws IOException {
        AccountsConfig accounts = accounts(ConfigurationReaderTest.full());
        assertThat(accounts.loginFields())
                .containsEntry("proxy", "y")
                .containsEntry("host", "imap.example.org")
                .containsEntry("hostip", "192.0.2.1")
                .containsEntry("port", "143")
                .containsEntry("source_ip", "192.0.2.2")
                .containsEntry("starttls", "any-cert")
                .containsEntry("destuser", "%n")
                .containsEntry("event_tenant", "a")
                .containsEntry("nologin", "y")
                .containsEntry("number", "7")
                .hasSize(10);
        assertThat(accounts.userFields())
                .containsEntry("uid", "5000")
                .containsEntry("home", "/srv/vmail/%d/%n")
                .hasSize(2);
    }

    @Test
    void aPresetBringsTheQueriesThatAreNotGiven() {
        AccountsConfig accounts = accounts("""
                [source.db]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1/postfixadmin"
                [accounts]
                source = "db"
                preset = "postfixadmin-3.3"
                mail-directory = "/srv/vmail"
                iterate-query = "SELECT 'a' AS user"
                """);
        PostfixAdminQueries ready =
                PostfixAdminQueries.of(SqlDialect.MARIADB, PostfixAdminQueries.Version.V3_3, Optional.of("/srv/vmail"));
        assertThat(accounts.kind())
                .isEqualTo(new AccountsKind.Sql(
                        "db",
                        ready.passwordQuery(),
                        Optional.of(ready.userQuery()),
                        Optional.of("SELECT 'a' AS user")));
    }

    @Test
    void theEmbeddedStoreNeedsNothingElse() {
        AccountsConfig accounts = accounts("""
                [source.local]
                type = "embedded"
                path = "/var/lib/guichet/guichet.db"
                [accounts]
                source = "local"
                """);
        assertThat(accounts.kind()).isEqualTo(new AccountsKind.Embedded("local"));
        assertThat(accounts.names()).isEqualTo(UserNames.DEFAULT);
        assertThat(accounts.defaultScheme()).isEqualTo("CRYPT");
        assertThat(accounts.snapshotPasswords()).isFalse();
    }

    @Test
    void readsEveryKeyOfADirectory() throws IOException {
        AccountsConfig accounts = accounts(ConfigurationReaderTest.resource("/full-ldap.toml"));
        String base = "ou=mail,dc=example,dc=org";
        assertThat(accounts.kind())
                .isEqualTo(new AccountsKind.Ldap(
                        "directory",
                        new LdapPasswords.BindAfterSearch(
                                new LdapAccountConfig("pass-filter", base, LdapScope.ONE, "(mail=%u)", "mail=user")),
                        new LdapAccountConfig("user-filter", base, LdapScope.ONE, "(uid=%n)", "homeDirectory=home"),
                        new LdapAccountConfig("iterate-filter", base, LdapScope.ONE, "(mail=*)", "mail=user")));
    }

    @Test
    void aTemplateForTheDnMeansToBindWithoutASearch() {
        assertThat(directory("bind-dn-template = \"uid=%u,dc=example\"").passwords())
                .isEqualTo(new LdapPasswords.BindAs("uid=%u,dc=example"));
    }

    @Test
    void withoutABindTheHashIsReadFromTheEntry() {
        AccountsKind.Ldap stored =
                directory("user-filter = \"(mail=%u)\"\npass-attributes = \"mail=user,hash=password\"");
        assertThat(stored.passwords())
                .asInstanceOf(InstanceOfAssertFactories.type(LdapPasswords.Stored.class))
                .extracting(LdapPasswords.Stored::search)
                .isEqualTo(new LdapAccountConfig(
                        "pass-filter", "dc=example", LdapScope.SUB, "(mail=%u)", "mail=user,hash=password"));
        assertThat(stored.list().filter()).isEqualTo(LdapAccountConfig.DEFAULT_ITERATE_FILTER);
    }

    @Test
    void noFieldIsInAText() throws IOException {
        assertThat(accounts(ConfigurationReaderTest.full()).toString()).doesNotContain("imap.example.org");
    }
}
