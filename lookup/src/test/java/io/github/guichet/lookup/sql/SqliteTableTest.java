package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.TableContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteTableTest extends TableContract {

    @TempDir
    Path directory;

    private Path file = Path.of("");
    private SqlSource source = SqlSource.open(config(Path.of("/nonexistent")), LookupObserver.NONE);

    private static SqlSourceConfig config(Path file) {
        try {
            return SqlSourceConfig.of("db", SqlUrl.parse("jdbc:sqlite:" + file))
                    .withBounds(4, 100, Duration.ofSeconds(20));
        } catch (SqlUrlException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void fill() throws Exception {
        file = directory.resolve("mail.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.createStatement().execute("CREATE TABLE map (k TEXT PRIMARY KEY, v TEXT)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO map VALUES (?, ?)")) {
                for (Map.Entry<String, String> entry : CONTENTS.entrySet()) {
                    insert.setString(1, entry.getKey());
                    insert.setString(2, entry.getValue());
                    insert.execute();
                }
            }
        }
        source = SqlSource.open(config(file), LookupObserver.NONE);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Override
    protected Table table() throws Exception {
        return new SqlTable(SqlTableConfig.of("map", "SELECT v FROM map WHERE k='%s'"), source);
    }

    @Override
    protected boolean takeSourceAway() throws Exception {
        Files.delete(file);
        return true;
    }
}
