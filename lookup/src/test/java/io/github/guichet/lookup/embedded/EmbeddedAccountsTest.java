package io.github.guichet.lookup.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountState;
import io.github.guichet.lookup.sql.SqlAccountList;
import io.github.guichet.lookup.sql.SqlAccountSource;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon is told of accounts that the commands wrote. */
class EmbeddedAccountsTest {

    private static final String ALICE = "alice@example.com";

    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private EmbeddedStore store;
    private SqlSource source;

    @BeforeEach
    void open() throws Exception {
        file = directory.resolve("guichet.db");
        store = EmbeddedStore.open(file);
        source = source();
        store.domains().add("example.com", Domains.Kind.MAILBOX);
        store.domains().addAlias("example.org", "example.com");
        store.domains().add("backup.example", Domains.Kind.BACKUP);
        store.mailboxes()
                .add(
                        ALICE,
                        new Mailboxes.Settings(
                                Optional.empty(),
                                Optional.of("/srv/alice"),
                                Optional.of(5001L),
                                Optional.of(5002L),
                                Optional.of(1000L)));
        store.mailboxes().add("bob@example.com", Mailboxes.Settings.NONE);
        store.mailboxes().add("\"a@b\"@example.com", Mailboxes.Settings.NONE);
        store.mailboxes().add("x@backup.example", Mailboxes.Settings.NONE);
        store.mailboxes().setPassword(ALICE, "{SHA512-CRYPT}$6$x");
    }

    private SqlSource source() throws Exception {
        return EmbeddedStore.source(
                SqlSourceConfig.of("local", SqlUrl.parse(EmbeddedStore.jdbcUrl(file))), LookupObserver.NONE);
    }

    @AfterEach
    void close() throws StoreException {
        source.close();
        store.close();
    }

    private AccountAnswer ask(String query, String user) throws Exception {
        AccountSource accounts = new SqlAccountSource("query", query, source);
        assertThat(accounts.variables()).isEmpty();
        return accounts.lookup(AccountRequest.of(user)).get(60, TimeUnit.SECONDS);
    }

    private List<AccountRecord> passwords(String user) throws Exception {
        return ask(EmbeddedAccountQueries.PASSWORD_QUERY, user) instanceof AccountAnswer.Found found
                ? found.records()
                : List.of();
    }

    private Map<String, String> user(String user) throws Exception {
        return ask(EmbeddedAccountQueries.USER_QUERY, user) instanceof AccountAnswer.Found found
                ? found.first().fields()
                : Map.of();
    }

    private AccountState state(String user, String service) throws Exception {
        return AccountState.of(passwords(user).get(0), service, Instant.ofEpochSecond(2_000_000_000), ZoneOffset.UTC);
    }

    @Test
    void findsThePasswordAndTheUserRecord() throws Exception {
        assertThat(passwords(ALICE)).hasSize(1);
        assertThat(passwords(ALICE).get(0).fields())
                .containsEntry("user", ALICE)
                .containsEntry("password", "{SHA512-CRYPT}$6$x")
                .containsEntry("active", "1")
                .doesNotContainKeys("proxy", "app_password", "password_expiry");
        assertThat(user(ALICE))
                .containsExactly(
                        Map.entry("user", ALICE),
                        Map.entry("home", "/srv/alice"),
                        Map.entry("uid", "5001"),
                        Map.entry("gid", "5002"),
                        Map.entry("quota_rule", "*:bytes=1000"),
                        Map.entry("quota_storage_size", "1000"));
        assertThat(user("bob@example.com")).containsExactly(Map.entry("user", "bob@example.com"));
        assertThat(state(ALICE, "imap")).isEqualTo(AccountState.OPEN);
    }

    @Test
    void knowsAMailboxWithoutAPasswordBecauseOtherMechanismsNeedNone() throws Exception {
        assertThat(passwords("bob@example.com"))
                .singleElement()
                .satisfies(r -> assertThat(r.has("password")).isFalse());
    }

    @Test
    void knowsNobodyElse() throws Exception {
        for (String nobody : List.of("eve@example.com", "x@backup.example", "@example.org", "alice", "' OR '1'='1")) {
            assertThat(ask(EmbeddedAccountQueries.PASSWORD_QUERY, nobody)).isEqualTo(AccountAnswer.NOT_FOUND);
            assertThat(ask(EmbeddedAccountQueries.USER_QUERY, nobody)).isEqualTo(AccountAnswer.NOT_FOUND);
        }
    }

    @Test
    void tellsTheRealNameToWhoeverComesThroughAnAliasDomain() throws Exception {
        assertThat(passwords("alice@example.org")).isEqualTo(passwords(ALICE));
        assertThat(user("alice@example.org")).isEqualTo(user(ALICE));
        assertThat(passwords("\"a@b\"@example.org").get(0).field("user")).contains("\"a@b\"@example.com");
        store.domains().setActive("example.org", false);
        assertThat(state("alice@example.org", "imap")).isEqualTo(AccountState.INACTIVE);
        assertThat(user("alice@example.org")).isEmpty();
        assertThat(state(ALICE, "imap")).isEqualTo(AccountState.OPEN);
    }

    @Test
    void saysWhatAnAccountMayNot() throws Exception {
        store.logins().setServices(ALICE, Set.of(Logins.Service.IMAP, Logins.Service.SIEVE));
        assertThat(state(ALICE, "imap")).isEqualTo(AccountState.OPEN);
        assertThat(state(ALICE, "sieve")).isEqualTo(AccountState.OPEN);
        assertThat(state(ALICE, "smtp")).isEqualTo(AccountState.NO_SERVICE);
        assertThat(state(ALICE, "pop3")).isEqualTo(AccountState.NO_SERVICE);
        store.logins().setPasswordExpiry(ALICE, Optional.of(Instant.ofEpochSecond(1_999_999_999)));
        assertThat(state(ALICE, "imap")).isEqualTo(AccountState.EXPIRED);
        store.logins().setPasswordExpiry(ALICE, Optional.empty());
        assertThat(state(ALICE, "imap")).isEqualTo(AccountState.OPEN);
        store.mailboxes().setActive(ALICE, false);
        assertThat(state(ALICE, "imap")).isEqualTo(AccountState.INACTIVE);
        assertThat(user(ALICE)).isEmpty();
    }

    @Test
    void hasARecordForEachApplicationPassword() throws Exception {
        store.logins().addAppPassword(ALICE, "phone", "{PLAIN}p");
        store.logins().addAppPassword(ALICE, " laptop ", "{PLAIN}l");
        store.logins().setPasswordExpiry(ALICE, Optional.of(Instant.ofEpochSecond(1)));
        assertThat(passwords(ALICE)).hasSize(3);
        assertThat(passwords("alice@example.org"))
                .filteredOn(r -> r.has("app_password"))
                .allSatisfy(r -> assertThat(r.has("password_expiry")).isFalse())
                .extracting(r -> r.field("app_password").orElseThrow() + "="
                        + r.field("password").orElseThrow() + " "
                        + r.field("user").orElseThrow())
                .containsExactlyInAnyOrder("phone={PLAIN}p " + ALICE, "laptop={PLAIN}l " + ALICE);
        assertThat(store.logins().appPasswords(ALICE))
                .extracting(Logins.AppPassword::name)
                .containsExactly("laptop", "phone");
        assertThatThrownBy(() -> store.logins().addAppPassword(ALICE, "phone", "{PLAIN}q"))
                .hasMessageContaining("already")
                .hasMessageNotContaining("{PLAIN}");
        assertThat(store.logins().removeAppPassword(ALICE, "phone")).isEqualTo(Change.DONE);
        assertThatThrownBy(() -> store.logins().removeAppPassword(ALICE, "phone"))
                .hasMessageContaining("no application password \"phone\"");
        store.mailboxes().remove(ALICE);
        assertThat(passwords(ALICE)).isEmpty();
    }

    @Test
    void passesLogInsOn() throws Exception {
        store.logins().setProxy(ALICE, Optional.of("imap2.example.com"), Optional.of(1430));
        assertThat(passwords(ALICE).get(0).fields())
                .containsEntry("proxy", "y")
                .containsEntry("host", "imap2.example.com")
                .containsEntry("port", "1430");
        assertThat(store.logins().get(ALICE).proxyPort()).contains(1430);
        assertThat(store.logins().setProxy(ALICE, Optional.empty(), Optional.empty()))
                .isEqualTo(Change.DONE);
        assertThat(passwords(ALICE).get(0).has("proxy")).isFalse();
    }

    @Test
    void listsTheMailboxesThatAreInUse() throws Exception {
        store.mailboxes().setActive("bob@example.com", false);
        assertThat(new SqlAccountList("iterate-query", EmbeddedAccountQueries.ITERATE_QUERY, source).users())
                .isEqualTo(new Keys.Listed(List.of("\"a@b\"@example.com", ALICE)));
    }

    @Test
    void tellsWhetherAnythingChanged() throws StoreException {
        assertThat(store.mailboxes().setPassword(ALICE, "{SHA512-CRYPT}$6$x")).isEqualTo(Change.UNCHANGED);
        assertThat(store.mailboxes().setPassword(ALICE, "{PLAIN}new")).isEqualTo(Change.DONE);
        assertThat(store.logins().removePassword(ALICE)).isEqualTo(Change.DONE);
        assertThat(store.mailboxes().get(ALICE).hasPassword()).isFalse();
        assertThat(store.logins().setServices(ALICE, Set.of(Logins.Service.values())))
                .isEqualTo(Change.UNCHANGED);
    }

    @Test
    void refusesWhatIsNoPasswordAndNoMailbox() {
        for (String bad : List.of("", " ", "a\nb", "x".repeat(1001))) {
            assertThatThrownBy(() -> store.mailboxes().setPassword(ALICE, bad))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.INVALID));
        }
        assertThatThrownBy(() -> store.mailboxes().setPassword("eve@example.com", "{PLAIN}x"))
                .hasMessage("there is no mailbox eve@example.com");
        assertThatThrownBy(() -> store.logins().addAppPassword(ALICE, "a\tb", "{PLAIN}x"))
                .hasMessageContaining("name of an application password");
        assertThatThrownBy(() -> store.logins().setProxy(ALICE, Optional.of("a b"), Optional.empty()))
                .hasMessageContaining("no host");
        assertThatThrownBy(() -> store.logins().setProxy(ALICE, Optional.empty(), Optional.of(1)))
                .hasMessageContaining("belongs to a host");
    }

    /** What is in the file of a newer guichet may mean something else there. */
    @Test
    void isUnavailableWhenANewerGuichetWroteIt() throws Exception {
        source.close();
        try (Connection connection = DriverManager.getConnection(EmbeddedStore.jdbcUrl(file));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        source = source();
        assertThat(ask(EmbeddedAccountQueries.PASSWORD_QUERY, ALICE))
                .isInstanceOfSatisfying(
                        AccountAnswer.Unavailable.class,
                        u -> assertThat(u.reason())
                                .contains("newer guichet: its schema is 99, this one knows " + Schema.VERSION));
        assertThat(new SqlAccountList("list", EmbeddedAccountQueries.ITERATE_QUERY, source).users())
                .isInstanceOf(Keys.Unavailable.class);
    }
}
