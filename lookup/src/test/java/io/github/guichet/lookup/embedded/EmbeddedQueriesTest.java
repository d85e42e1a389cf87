package io.github.guichet.lookup.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTable;
import io.github.guichet.lookup.sql.SqlTableConfig;
import io.github.guichet.lookup.sql.SqlUrl;
import io.github.guichet.lookup.template.DomainFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon is answered about what the commands wrote: one connection writes, another one reads, as in real life. */
class EmbeddedQueriesTest {

    @TempDir
    private Path directory;

    private EmbeddedStore store;
    private SqlSource source;
    private final Map<String, SqlTable> tables = new HashMap<>();

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("guichet.db");
        store = EmbeddedStore.open(file);
        source = SqlSource.open(
                SqlSourceConfig.of("local", SqlUrl.parse(EmbeddedStore.jdbcUrl(file))), LookupObserver.NONE);
        for (String parameter : EmbeddedQueries.parameters()) {
            open(parameter, EmbeddedQueries.forParameter(parameter).orElseThrow());
        }
        store.domains().add("example.com", Domains.Kind.MAILBOX);
        store.domains().addAlias("example.org", "example.com");
        store.domains().add("backup.example", Domains.Kind.BACKUP);
        var owned = new Mailboxes.Settings(
                Optional.empty(), Optional.empty(), Optional.of(5001L), Optional.of(5002L), Optional.empty());
        store.mailboxes().add("alice@example.com", owned);
        store.mailboxes().add("bob@example.com", Mailboxes.Settings.NONE);
        store.aliases().add("info@example.com", List.of("alice@example.com"));
        store.aliases().add("team@example.com", List.of("bob@example.com", "alice@example.com", "x@far.example"));
    }

    private void open(String name, EmbeddedQueries.Queries queries) throws Exception {
        SqlTableConfig config = new SqlTableConfig(
                name,
                queries.query(),
                "%s",
                DomainFilter.ALL,
                0,
                true,
                SqlTableConfig.Columns.ALL,
                Optional.of(queries.keysQuery()));
        tables.put(name, new SqlTable(config, source));
    }

    @Test
    void saysHowMuchAMailboxMayHoldAndHowMuchItHolds() throws Exception {
        var small = new Mailboxes.Settings(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(1000L));
        store.mailboxes().add("small@example.com", small);
        try (EmbeddedDictStore dict = new EmbeddedDictStore(
                "dict", directory.resolve("guichet.db"), key -> true, Duration.ofSeconds(20), LookupObserver.NONE)) {
            for (String key : List.of("priv/quota/storage", "priv/quota/messages")) {
                assertThat(dict.commit("small@example.com", List.of(new DictChange.Set(key, key.length() + "00")))
                                .get(60, TimeUnit.SECONDS))
                        .isEqualTo(new DictCommit.Stored());
            }
        }
        for (String table : List.of("quota", "usage")) {
            open(table, EmbeddedQueries.forTable(table).orElseThrow());
        }
        assertThat(ask("quota", "small@example.com")).isEqualTo("1000");
        assertThat(ask("quota", "alice@example.com")).isEqualTo("-");
        assertThat(ask("usage", "small@example.com")).isEqualTo("1800");
        assertThat(ask("usage", "alice@example.com")).isEqualTo("-");
    }

    @AfterEach
    void close() throws StoreException {
        source.close();
        store.close();
    }

    private String ask(String parameter, String key) throws Exception {
        Answer answer = table(parameter).lookup(key, new Trail()).get(60, TimeUnit.SECONDS);
        if (answer instanceof Answer.Found found) {
            return found.value();
        }
        assertThat(answer).isEqualTo(Answer.NOT_FOUND);
        return "-";
    }

    private SqlTable table(String parameter) {
        return Optional.ofNullable(tables.get(parameter)).orElseThrow();
    }

    private List<String> keys(String parameter) {
        return ((Keys.Listed) table(parameter).keys()).keys();
    }

    @Test
    void knowsTheDomainsByTheirKind() throws Exception {
        assertThat(ask("virtual_mailbox_domains", "example.com")).isEqualTo("example.com");
        assertThat(ask("virtual_mailbox_domains", "example.org")).isEqualTo("-");
        assertThat(ask("virtual_alias_domains", "example.org")).isEqualTo("example.org");
        assertThat(ask("relay_domains", "backup.example")).isEqualTo("backup.example");
        assertThat(ask("relay_domains", "example.com")).isEqualTo("-");
        store.domains().setActive("example.com", false);
        assertThat(ask("virtual_mailbox_domains", "example.com")).isEqualTo("-");
    }

    @Test
    void givesTheTargetsOfAnAliasInOrder() throws Exception {
        assertThat(ask("virtual_alias_maps", "team@example.com"))
                .isEqualTo("bob@example.com,alice@example.com,x@far.example");
        store.aliases().setActive("team@example.com", false);
        assertThat(ask("virtual_alias_maps", "team@example.com")).isEqualTo("-");
    }

    @Test
    void protectsMailboxesFromTheCatchAll() throws Exception {
        store.aliases().add("@example.com", List.of("bob@example.com"));
        assertThat(ask("virtual_alias_maps", "alice@example.com")).isEqualTo("alice@example.com");
        assertThat(ask("virtual_alias_maps", "@example.com")).isEqualTo("bob@example.com");
        assertThat(ask("virtual_alias_maps", "nobody@example.com")).isEqualTo("-");
    }

    @Test
    void letsAnAliasGoBeforeTheMailboxOfTheSameAddress() throws Exception {
        store.aliases().add("alice@example.com", List.of("alice@example.com", "copy@far.example"));
        assertThat(ask("virtual_alias_maps", "alice@example.com")).isEqualTo("alice@example.com,copy@far.example");
        store.aliases().setActive("alice@example.com", false);
        assertThat(ask("virtual_alias_maps", "alice@example.com")).isEqualTo("alice@example.com");
    }

    @Test
    void standsInAnAliasDomainOnlyForAddressesThatExist() throws Exception {
        assertThat(ask("virtual_alias_maps", "alice@example.org")).isEqualTo("alice@example.com");
        assertThat(ask("virtual_alias_maps", "team@example.org")).isEqualTo("team@example.com");
        assertThat(ask("virtual_alias_maps", "nobody@example.org")).isEqualTo("-");
        assertThat(ask("virtual_alias_maps", "@example.org")).isEqualTo("-");
        store.aliases().add("@example.com", List.of("bob@example.com"));
        assertThat(ask("virtual_alias_maps", "@example.org")).isEqualTo("@example.com");
        store.mailboxes().setActive("alice@example.com", false);
        assertThat(ask("virtual_alias_maps", "alice@example.org")).isEqualTo("-");
    }

    @Test
    void knowsMailboxesAndTheirOwners() throws Exception {
        assertThat(ask("virtual_mailbox_maps", "alice@example.com")).isEqualTo("example.com/alice/");
        assertThat(ask("virtual_uid_maps", "alice@example.com")).isEqualTo("5001");
        assertThat(ask("virtual_gid_maps", "alice@example.com")).isEqualTo("5002");
        assertThat(ask("virtual_uid_maps", "bob@example.com")).isEqualTo("-");
        store.mailboxes().setActive("alice@example.com", false);
        assertThat(ask("virtual_mailbox_maps", "alice@example.com")).isEqualTo("-");
        assertThat(ask("virtual_uid_maps", "alice@example.com")).isEqualTo("-");
    }

    @Test
    void takesAnyRecipientOfABackupDomainUntilOneIsListed() throws Exception {
        assertThat(ask("relay_recipient_maps", "any@backup.example")).isEqualTo("-");
        assertThat(ask("relay_recipient_maps", "@backup.example")).isEqualTo("backup.example");
        assertThat(ask("relay_recipient_maps", "@example.com")).isEqualTo("-");
        store.mailboxes().add("carol@backup.example", Mailboxes.Settings.NONE);
        assertThat(ask("relay_recipient_maps", "@backup.example")).isEqualTo("-");
        assertThat(ask("relay_recipient_maps", "carol@backup.example")).isEqualTo("carol@backup.example");
        assertThat(ask("virtual_mailbox_maps", "carol@backup.example")).isEqualTo("-");
    }

    @Test
    void knowsWhoMaySendAsAnAddress() throws Exception {
        assertThat(ask("smtpd_sender_login_maps", "alice@example.com")).isEqualTo("alice@example.com");
        assertThat(ask("smtpd_sender_login_maps", "alice@example.org")).isEqualTo("alice@example.com");
        assertThat(ask("smtpd_sender_login_maps", "info@example.com")).isEqualTo("alice@example.com");
        assertThat(ask("smtpd_sender_login_maps", "team@example.com")).isEqualTo("-");
        store.senders().add("team@example.com", "bob@example.com");
        store.senders().add("info@example.com", "bob@example.com");
        store.senders().add("@other.example", "bob");
        assertThat(ask("smtpd_sender_login_maps", "team@example.com")).isEqualTo("bob@example.com");
        assertThat(ask("smtpd_sender_login_maps", "info@example.com")).isEqualTo("alice@example.com,bob@example.com");
        assertThat(ask("smtpd_sender_login_maps", "@other.example")).isEqualTo("bob");
    }

    @Test
    void doesNotLetTheTargetOfACatchAllSendAsEverybody() throws Exception {
        store.aliases().add("@example.com", List.of("bob@example.com"));
        assertThat(ask("smtpd_sender_login_maps", "@example.com")).isEqualTo("-");
    }

    @Test
    void answersEveryKeyThatItLists() throws Exception {
        store.aliases().add("@example.com", List.of("bob@example.com"));
        store.senders().add("team@example.com", "bob@example.com");
        for (String parameter : tables.keySet()) {
            assertThat(keys(parameter)).as(parameter).isNotEmpty().doesNotHaveDuplicates();
            for (String key : keys(parameter)) {
                assertThat(ask(parameter, key)).as(parameter + " " + key).isNotEqualTo("-");
            }
        }
        assertThat(keys("virtual_alias_maps")).hasSize(10).contains("team@example.org", "@example.org");
    }

    @Test
    void takesStrangeKeysAsKeys() throws Exception {
        for (String parameter : tables.keySet()) {
            for (String key : List.of("' OR '1'='1", "%", "a'b@example.com", "_lice@example.com", "@", "a@@", "%@%")) {
                assertThat(ask(parameter, key)).as(parameter + " " + key).isEqualTo("-");
            }
        }
    }
}
