package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Trail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningConfigurationTest {

    @TempDir
    private Path directory;

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final LookupObserver observer = new LookupObserver() {
        @Override
        public void lookedUp(String map, Answer answer, Served served, long nanos) {
            heard.add(map + " " + answer.getClass().getSimpleName() + " " + served);
        }
    };

    @BeforeEach
    void makeADatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("mail.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE alias (address TEXT PRIMARY KEY, goto TEXT)");
            statement.execute("INSERT INTO alias VALUES ('a@b.c', 'd@e.f'), ('@cat.ch', 'all@e.f')");
        }
    }

    private Configuration configuration(String toml) throws BadConfigurationException, IOException {
        Path file = Files.writeString(directory.resolve("guichet.toml"), toml.replace("@DIR@", directory.toString()));
        return ConfigurationReader.read(file, Map.of());
    }

    private static final String ALIAS = """
            [cache]
            snapshot = "@DIR@"
            [source.db]
            type = "sql"
            url = "jdbc:sqlite:@DIR@/mail.db"
            [map.alias]
            for = "virtual_alias_maps"
            source = "db"
            query = "SELECT goto FROM alias WHERE address='%s'"
            [map.extra]
            for = "virtual_alias_maps"
            values = { "x@cat.ch" = "y@e.f" }
            [map.both]
            first-of = ["alias", "extra"]
            """;

    private static Answer ask(RunningConfiguration running, String map, String key) {
        return running.table(map).orElseThrow().lookup(key, new Trail()).join();
    }

    @Test
    void neverMakesAnEmptyStoreInThePlaceOfOneThatIsMissing() throws BadConfigurationException, IOException {
        Configuration configuration = configuration("""
                [source.local]
                type = "embedded"
                path = "@DIR@/guichet.db"
                [map.alias]
                for = "virtual_alias_maps"
                source = "local"
                """);
        try (RunningConfiguration running = RunningConfiguration.forDaemon(configuration, observer)) {
            assertThat(ask(running, "alias", "a@b.c")).isInstanceOf(Answer.Unavailable.class);
        }
        assertThat(directory.resolve("guichet.db")).doesNotExist();
    }

    @Test
    void countsOneQuestionOnceWithWhereItsAnswerCameFrom() throws BadConfigurationException, IOException {
        try (RunningConfiguration running = RunningConfiguration.forDaemon(configuration(ALIAS), observer)) {
            assertThat(ask(running, "alias", "A+x@b.c")).isEqualTo(new Answer.Found("d+x@e.f"));
            assertThat(ask(running, "alias", "a+x@b.c")).isEqualTo(new Answer.Found("d+x@e.f"));
            assertThat(ask(running, "extra", "nobody@b.c")).isEqualTo(Answer.NOT_FOUND);
        }
        assertThat(heard).containsExactly("alias Found SOURCE", "alias Found CACHE", "extra NotFound CACHE");
    }

    @Test
    void asksEachPartialKeyOfAllMembersBeforeTheNextOne() throws BadConfigurationException, IOException {
        try (RunningConfiguration running = RunningConfiguration.forDaemon(configuration(ALIAS), observer)) {
            // The catch-all of the first map is found after the address in the second.
            assertThat(ask(running, "both", "x@cat.ch")).isEqualTo(new Answer.Found("y@e.f"));
            assertThat(ask(running, "both", "z@cat.ch")).isEqualTo(new Answer.Found("all@e.f"));
        }
        assertThat(heard).containsExactly("both Found SOURCE", "both Found SOURCE");
    }

    @Test
    void answersFromTheSnapshotAfterARestartWhenTheSourceIsGone() throws BadConfigurationException, IOException {
        Configuration configuration = configuration(ALIAS);
        try (RunningConfiguration running = RunningConfiguration.forDaemon(configuration, observer)) {
            running.serving();
            assertThat(ask(running, "alias", "a@b.c")).isEqualTo(new Answer.Found("d@e.f"));
        }
        try (RunningConfiguration second = RunningConfiguration.forDaemon(configuration, observer)) {
            second.caches()
                    .forEach(CachedTable::invalidateAll); // it never listened, so it must leave the snapshot alone
        }
        Files.delete(directory.resolve("mail.db"));
        try (RunningConfiguration running = RunningConfiguration.forDaemon(configuration, observer)) {
            assertThat(ask(running, "alias", "a@b.c")).isEqualTo(new Answer.Found("d@e.f"));
            assertThat(ask(running, "alias", "b@b.c")).isInstanceOf(Answer.Unavailable.class);
        }
        assertThat(heard).containsExactly("alias Found SOURCE", "alias Found STALE", "alias Unavailable SOURCE");
    }

    @Test
    void tableFilesWithEqualConnectionsShareOneSource() throws BadConfigurationException, IOException {
        for (String name : List.of("one", "two")) {
            Files.writeString(
                    directory.resolve(name + ".cf"),
                    "dbpath = " + directory.resolve("mail.db")
                            + "\nquery = SELECT goto FROM alias WHERE address='%s' AND '" + name + "' <> ''\n");
        }
        Configuration configuration = configuration("""
                [map.one]
                for = "virtual_alias_maps"
                postfix = "sqlite:@DIR@/one.cf"
                [map.two]
                for = "virtual_alias_maps"
                postfix = "proxy:sqlite:@DIR@/two.cf"
                """);
        try (RunningConfiguration running = RunningConfiguration.forDaemon(configuration, observer)) {
            assertThat(running.sources()).extracting(source -> source.name()).containsExactly("map.one");
            assertThat(ask(running, "two", "a@b.c")).isEqualTo(new Answer.Found("d@e.f"));
        }
    }

    @Test
    void toolsAskTheSourceEachTimeAndOpenOnlyWhatTheyNeed() throws BadConfigurationException, IOException {
        try (RunningConfiguration running = RunningConfiguration.forTools(configuration(ALIAS), List.of("extra"))) {
            assertThat(running.sources()).isEmpty();
            assertThat(running.caches()).isEmpty();
            assertThat(ask(running, "extra", "x@cat.ch")).isEqualTo(new Answer.Found("y@e.f"));
        }
        assertThat(heard).isEmpty();
    }
}
