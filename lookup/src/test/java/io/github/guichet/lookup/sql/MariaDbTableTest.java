package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.TableContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class MariaDbTableTest extends TableContract {

    private static MariaDbServer server = MariaDbServer.start();
    private SqlSource source = open();

    private static SqlSource open() {
        try {
            SqlSourceConfig config = SqlSourceConfig.of("db", SqlUrl.parse(server.url()))
                    .withLogin("postfix", "secret")
                    .withBounds(4, 100, Duration.ofSeconds(20));
            return SqlSource.open(config, LookupObserver.NONE);
        } catch (SqlUrlException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void fill() throws Exception {
        server.sql(
                "DROP TABLE IF EXISTS map",
                "CREATE TABLE map (k VARCHAR(300) COLLATE utf8mb4_bin PRIMARY KEY, v VARCHAR(300))");
        try (Connection connection =
                        DriverManager.getConnection(server.url() + "?user=postfix&password=secret&sslMode=disable");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO map VALUES (?, ?)")) {
            for (Map.Entry<String, String> entry : CONTENTS.entrySet()) {
                insert.setString(1, entry.getKey());
                insert.setString(2, entry.getValue());
                insert.execute();
            }
        }
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
        server.stop();
        MariaDbServer gone = server;
        server = MariaDbServer.start();
        gone.close();
        return true;
    }
}
