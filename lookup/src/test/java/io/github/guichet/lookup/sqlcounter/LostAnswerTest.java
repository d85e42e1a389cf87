package io.github.guichet.lookup.sqlcounter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.counter.CountAnswer;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.ManualClock;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Usage;
import io.github.guichet.lookup.embedded.EmbeddedCounterDatabase;
import io.github.guichet.lookup.embedded.EmbeddedStore;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection breaks when a statement has been carried out and its answer is on the way; the question is then asked again. */
class LostAnswerTest {

    private static final CounterKey KEY = new CounterKey("outgoing", "a@example.org");
    private static final Limit LIMIT = new Limit(10, Duration.ofHours(1));

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();
    private boolean loseTheNextAnswer;
    private Runnable meanwhile = () -> {};
    private EmbeddedCounterDatabase database;
    private SqlCounterStore store;
    private SqlCounterStore other;

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("guichet.db");
        EmbeddedStore.open(file).close();
        database = new EmbeddedCounterDatabase("local", file, Duration.ofSeconds(20), LookupObserver.NONE);
        store = SqlCounterStore.still(new Lossy(), clock);
        other = SqlCounterStore.still(
                new EmbeddedCounterDatabase("other", file, Duration.ofSeconds(20), LookupObserver.NONE), clock);
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
        database.close();
    }

    /** Asks a second time when the connection breaks, as a source does. */
    private final class Lossy implements CounterDatabase {
        @Override
        public String name() {
            return database.name();
        }

        @Override
        public SqlDialect dialect() {
            return database.dialect();
        }

        @Override
        public SourceState state() {
            return database.state();
        }

        @Override
        public Duration deadline() {
            return database.deadline();
        }

        @Override
        public <T> CompletableFuture<T> ask(SqlSource.Question<T> question, Function<String, T> unavailable) {
            return database.ask(
                    (connection, deadline) -> {
                        try {
                            return question.ask(lossy(connection), deadline);
                        } catch (SQLException e) {
                            if (!"08006".equals(e.getSQLState())) {
                                throw e;
                            }
                            meanwhile.run();
                            return question.ask(connection, deadline);
                        }
                    },
                    unavailable);
        }
    }

    private Connection lossy(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = call(() -> method.invoke(connection, arguments));
                    boolean changes = result instanceof PreparedStatement
                            && !String.valueOf(arguments[0]).startsWith("SELECT");
                    return changes ? lossy((PreparedStatement) result) : result;
                });
    }

    private PreparedStatement lossy(PreparedStatement statement) {
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
                    Object result = call(() -> method.invoke(statement, arguments));
                    if (loseTheNextAnswer && method.getName().startsWith("execute")) {
                        loseTheNextAnswer = false;
                        throw new SQLException("the connection broke", "08006");
                    }
                    return result;
                });
    }

    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private long take(SqlCounterStore where) {
        CountAnswer answer = where.counters().take(KEY, 1, List.of(LIMIT)).join();
        assertThat(answer).isInstanceOf(CountAnswer.Within.class);
        Usage usage = ((CountAnswer.Within) answer).usages().get(0);
        return usage.used();
    }

    @Test
    void aNewCounterCountsOnce() {
        loseTheNextAnswer = true;
        assertThat(take(store)).isEqualTo(1);
        assertThat(loseTheNextAnswer).isFalse();
        assertThat(take(store)).isEqualTo(2);
    }

    @Test
    void aCounterThatIsThereCountsOnce() {
        assertThat(take(store)).isEqualTo(1);
        loseTheNextAnswer = true;
        assertThat(take(store)).isEqualTo(2);
        assertThat(loseTheNextAnswer).isFalse();
        assertThat(take(store)).isEqualTo(3);
    }

    @Test
    void itCountsOnceThoughOthersCountedMeanwhile() {
        assertThat(take(store)).isEqualTo(1);
        loseTheNextAnswer = true;
        meanwhile = () -> {
            for (int i = 0; i < 7; i++) {
                take(other);
            }
        };
        assertThat(take(store)).as("as it was when it was counted").isEqualTo(2);
        assertThat(take(other)).isEqualTo(10);
    }

    @Test
    void aMarkIsSeenOnce() {
        loseTheNextAnswer = true;
        assertThat(store.marks().touch("greylist", "x", Duration.ofDays(1)).join())
                .isEqualTo(new MarkAnswer.Known(clock.instant(), clock.instant(), 1));
        assertThat(loseTheNextAnswer).isFalse();
        loseTheNextAnswer = true;
        assertThat(store.marks().touch("greylist", "x", Duration.ofDays(1)).join())
                .isEqualTo(new MarkAnswer.Known(clock.instant(), clock.instant(), 2));
    }
}
