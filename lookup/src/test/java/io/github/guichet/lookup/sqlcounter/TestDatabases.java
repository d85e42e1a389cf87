package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.Counters;
import io.github.guichet.lookup.counter.Marks;
import io.github.guichet.lookup.embedded.EmbeddedCounterDatabase;
import io.github.guichet.lookup.embedded.EmbeddedStore;
import io.github.guichet.lookup.embedded.StoreException;
import io.github.guichet.lookup.sql.MariaDbServer;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlUrl;
import io.github.guichet.lookup.sql.SqlUrlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The databases that the tests of this package count in: each a kind of its own, and started when it is first used. */
enum TestDatabases {
    MARIADB {
        @Override
        SharedStore store(InstantSource time) {
            return SharedStore.on(source(mariadb().url()), time);
        }

        @Override
        void empty() {
            try {
                mariadb().sql("DROP TABLE IF EXISTS guichet_count, guichet_mark, guichet_raise");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    },
    POSTGRESQL {
        @Override
        SharedStore store(InstantSource time) {
            return SharedStore.on(source(Servers.POSTGRES.url()), time);
        }

        @Override
        void empty() {
            SqlSource source = source(Servers.POSTGRES.url());
            Optional<String> failure = source.ask(
                            (connection, deadline) -> {
                                try (var statement = connection.createStatement()) {
                                    statement.execute(
                                            "DROP TABLE IF EXISTS guichet_count, guichet_mark, guichet_raise");
                                }
                                return Optional.<String>empty();
                            },
                            Optional::of)
                    .join();
            source.close();
            if (failure.isPresent()) {
                throw new IllegalStateException(failure.get());
            }
        }
    },
    EMBEDDED {
        @Override
        SharedStore store(InstantSource time) {
            EmbeddedCounterDatabase database =
                    new EmbeddedCounterDatabase("local", Servers.FILE, Duration.ofSeconds(20), LookupObserver.NONE);
            return new SharedStore(SqlCounterStore.still(database, time), database);
        }

        @Override
        void empty() {
            Servers.removeFile();
            try {
                EmbeddedStore.open(Servers.FILE).close();
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    /** A store with a source of its own, as each daemon has. */
    abstract SharedStore store(InstantSource time);

    /** Makes it as it is when guichet comes for the first time. */
    abstract void empty();

    static MariaDbServer mariadb() {
        return Servers.MARIADB;
    }

    static SqlSource source(String url) {
        try {
            return SqlSource.open(
                    SqlSourceConfig.of("db", SqlUrl.parse(url))
                            .withLogin("postfix", "secret")
                            .withBounds(8, 4096, Duration.ofSeconds(20)),
                    LookupObserver.NONE);
        } catch (SqlUrlException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Servers {
        private static final MariaDbServer MARIADB = MariaDbServer.start();
        private static final PostgresServer POSTGRES = PostgresServer.start();
        private static final Path DIRECTORY = directory();
        private static final Path FILE = DIRECTORY.resolve("guichet.db");

        private Servers() {}

        private static Path directory() {
            try {
                Path directory = Files.createTempDirectory("guichet-counters");
                Runtime.getRuntime().addShutdownHook(new Thread(Servers::end));
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void end() {
            MARIADB.close();
            POSTGRES.close();
            removeFile();
            boolean unused = DIRECTORY.toFile().delete();
        }

        static void removeFile() {
            try (Stream<Path> files = Files.list(DIRECTORY)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A store and the source behind it, closed together. */
    record SharedStore(SqlCounterStore store, AutoCloseable source) implements CounterStore {

        private static SharedStore on(SqlSource source, InstantSource time) {
            return new SharedStore(SqlCounterStore.still(CounterDatabase.of(source), time), source);
        }

        @Override
        public String name() {
            return store.name();
        }

        @Override
        public boolean working() {
            return store.working();
        }

        @Override
        public Counters counters() {
            return store.counters();
        }

        @Override
        public Marks marks() {
            return store.marks();
        }

        @Override
        public void close() {
            store.close();
            try {
                source.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
