package io.github.guichet.lookup.sqlcounter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.CounterStoreException;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.ManualClock;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Raise;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CounterTablesTest {

    private static final CounterKey KEY = new CounterKey("outgoing", "a@example.org");
    private static final List<Limit> LIMITS = List.of(new Limit(10, Duration.ofHours(1)));

    private final ManualClock clock = new ManualClock();

    @BeforeEach
    void empty() {
        TestDatabases.MARIADB.empty();
    }

    private static SqlSource source(String user) throws Exception {
        return SqlSource.open(
                SqlSourceConfig.of("db", SqlUrl.parse(TestDatabases.mariadb().url()))
                        .withLogin(user, "secret")
                        .withBounds(2, 100, Duration.ofSeconds(20)),
                LookupObserver.NONE);
    }

    private CountAnswer take(CounterDatabase database) {
        try (SqlCounterStore store = SqlCounterStore.still(database, clock)) {
            return store.counters().take(KEY, 1, LIMITS).join();
        }
    }

    @Test
    void aLoginThatMayNotMakeTheTablesIsToldWhatToHaveRun() throws Exception {
        TestDatabases.mariadb()
                .sql(
                        "CREATE OR REPLACE USER counting@'%' IDENTIFIED BY 'secret'",
                        "CREATE OR REPLACE USER counting@localhost IDENTIFIED BY 'secret'",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON mail.* TO counting@'%'",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON mail.* TO counting@localhost");
        try (SqlSource source = source("counting")) {
            CounterDatabase database = CounterDatabase.of(source);
            CountAnswer answer = take(database);
            assertThat(answer).isInstanceOf(CountAnswer.Unavailable.class);
            String reason = ((CountAnswer.Unavailable) answer).reason();
            assertThat(reason)
                    .contains("CREATE TABLE IF NOT EXISTS guichet_count ( subject VARBINARY(512) NOT NULL")
                    .contains("denied")
                    .doesNotContain("\n");
            for (String statement : CounterTables.text(SqlDialect.MARIADB).split(";", -1)) {
                if (!statement.isBlank()) {
                    TestDatabases.mariadb().sql(statement);
                }
            }
            assertThat(take(database)).isInstanceOf(CountAnswer.Within.class);
        }
    }

    @Test
    void tablesThatVanishAreMadeAgain() throws Exception {
        try (SqlSource source = source("postfix");
                SqlCounterStore store = SqlCounterStore.still(CounterDatabase.of(source), clock)) {
            assertThat(store.counters().take(KEY, 1, LIMITS).join()).isInstanceOf(CountAnswer.Within.class);
            TestDatabases.MARIADB.empty();
            assertThat(store.counters().take(KEY, 1, LIMITS).join()).isInstanceOf(CountAnswer.Unavailable.class);
            assertThat(store.counters().take(KEY, 1, LIMITS).join()).isInstanceOf(CountAnswer.Within.class);
        }
    }

    @Test
    void aDamagedRowIsUnavailableUntilItIsReset() throws Exception {
        try (SqlSource source = source("postfix");
                SqlCounterStore store = SqlCounterStore.still(CounterDatabase.of(source), clock)) {
            assertThat(store.counters().take(KEY, 1, LIMITS).join()).isInstanceOf(CountAnswer.Within.class);
            TestDatabases.mariadb().sql("UPDATE guichet_count SET version = 1, state = '3600000@1=-5'");
            CountAnswer answer = store.counters().take(KEY, 1, LIMITS).join();
            assertThat(answer).isInstanceOf(CountAnswer.Unavailable.class);
            assertThat(((CountAnswer.Unavailable) answer).reason()).contains("limit reset");
            assertThat(store.counters().reset(KEY).join()).isTrue();
            assertThat(store.counters().take(KEY, 1, LIMITS).join()).isInstanceOf(CountAnswer.Within.class);
        }
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailable() throws Exception {
        SqlSource source = SqlSource.open(
                SqlSourceConfig.of("db", SqlUrl.parse("jdbc:mariadb://127.0.0.1:1/mail")), LookupObserver.NONE);
        try (source;
                SqlCounterStore store = SqlCounterStore.still(CounterDatabase.of(source), clock)) {
            assertThat(store.counters().take(KEY, 1, LIMITS).join()).isInstanceOf(CountAnswer.Unavailable.class);
            assertThat(store.counters().look(KEY, 1, LIMITS).join()).isInstanceOf(CountAnswer.Unavailable.class);
            assertThat(store.marks().touch("s", "k", Duration.ofHours(1)).join())
                    .isInstanceOf(MarkAnswer.Unavailable.class);
            assertThatThrownBy(() -> store.counters().reset(KEY).join())
                    .hasCauseInstanceOf(CounterStoreException.class);
            assertThatThrownBy(() -> store.counters().show(Optional.empty(), 9).join())
                    .hasCauseInstanceOf(CounterStoreException.class);
            assertThatThrownBy(() -> store.counters()
                            .raise(new Raise(KEY, LIMITS, Instant.now().plusSeconds(60)))
                            .join())
                    .hasCauseInstanceOf(CounterStoreException.class);
        }
    }

    @Test
    void theManualHasTheStatements() throws Exception {
        String manual = Files.readString(Path.of("../docs/counters.md"));
        for (SqlDialect dialect : List.of(SqlDialect.MARIADB, SqlDialect.POSTGRESQL)) {
            assertThat(manual).contains(CounterTables.text(dialect).replace("IF NOT EXISTS ", ""));
        }
    }

    @Test
    void anSqliteSourceIsRefused() throws Exception {
        try (SqlSource source = SqlSource.open(
                SqlSourceConfig.of("db", SqlUrl.parse("jdbc:sqlite:/tmp/no-such.db")), LookupObserver.NONE)) {
            assertThatThrownBy(() -> CounterDatabase.of(source)).hasMessageContaining("embedded");
        }
    }

    @Test
    void theDatabasesTimeIsAskedForNowAndThenAndGoesOnInBetween() throws Exception {
        AtomicLong nanos = new AtomicLong(5_000_000_000L);
        DatabaseClock database = new DatabaseClock(SqlDialect.MARIADB, nanos::get);
        assertThat(database.millis()).isEmpty();
        try (SqlSource source = source("postfix")) {
            long first = source.ask((connection, deadline) -> database.millis(connection), reason -> -1L)
                    .join();
            assertThat(Math.abs(System.currentTimeMillis() - first)).isLessThan(60_000);
            nanos.addAndGet(20_000_000_000L);
            assertThat(database.millis()).hasValue(first + 20_000);
            nanos.addAndGet(20_000_000_000L);
            long second = source.ask((connection, deadline) -> database.millis(connection), reason -> -1L)
                    .join();
            assertThat(second).as("asked again: less has passed there").isLessThan(first + 40_000);
        }
    }
}
