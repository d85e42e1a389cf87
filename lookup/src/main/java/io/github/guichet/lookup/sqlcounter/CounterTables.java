package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.sql.SqlDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The three tables. They are made by the first question if they are not there; a login that may not is told what to have run. Keys
 * are compared byte by byte, so upper and lower case, accents and trailing blanks differ.
 */
public final class CounterTables {

    private static final List<String> NAMES = List.of("guichet_count", "guichet_mark", "guichet_raise");

    private final SqlDialect dialect;
    private volatile boolean there;

    CounterTables(SqlDialect dialect) {
        this.dialect = dialect;
    }

    /** Looks whether the tables are there, once, and makes them if not. */
    void require(Connection connection) throws SourceException {
        if (there) {
            return;
        }
        synchronized (this) {
            Optional<SQLException> missing = missing(connection);
            if (missing.isPresent()) {
                make(connection, missing.get());
            }
            there = true;
        }
    }

    private static Optional<SQLException> missing(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            for (String name : NAMES) {
                statement.executeQuery("SELECT 1 FROM " + name + " WHERE 1 = 0").close();
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    /** Something failed: look again before the next question. */
    void doubt() {
        there = false;
    }

    private void make(Connection connection, SQLException missing) throws SourceException {
        try {
            for (String text : ddl(dialect)) {
                make(connection, text);
            }
        } catch (SQLException e) {
            if (missing(connection).isEmpty()) {
                return;
            }
            if (isBroken(e)) {
                throw new SourceException(SourceFailure.CONNECT, "lost the connection: " + e.getMessage(), e);
            }
            throw new SourceException(
                    SourceFailure.QUERY,
                    "has no tables for counters that can be used (" + missing.getMessage()
                            + "), and they cannot be made with this login (" + e.getMessage()
                            + "). Have an administrator of the database run: "
                            + text(dialect).replaceAll("\\s+", " ")
                            + " and let the login SELECT, INSERT, UPDATE and DELETE there",
                    e);
        }
    }

    /**
     * To daemons that come at the same time PostgreSQL says of any of these, in spite of IF NOT EXISTS, that it exists already or was
     * changed meanwhile; asked once more it finds what the other has made.
     */
    private static void make(Connection connection, String text) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(text);
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS
                        || !RACES.contains(Optional.ofNullable(e.getSQLState()).orElse(""))) {
                    throw e;
                }
            }
        }
    }

    private static boolean isBroken(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith("08");
    }

    /** The statements that make the tables, for an administrator: each ends with a semicolon. */
    public static String text(SqlDialect dialect) {
        return ddl(dialect).stream().map(s -> s + ";\n").collect(Collectors.joining());
    }

    static List<String> ddl(SqlDialect dialect) {
        return switch (dialect) {
            case MARIADB -> MARIADB;
            case POSTGRESQL -> others("TEXT COLLATE \"C\"", "BIGINT", " WITH (fillfactor = 70)");
            case SQLITE -> others("TEXT", "INTEGER", " STRICT, WITHOUT ROWID");
        };
    }

    private static final int ATTEMPTS = 5;

    /** unique_violation in the system tables, duplicate_table, duplicate_object, internal_error: "tuple concurrently updated". */
    private static final Set<String> RACES = Set.of("23505", "42P07", "42710", "XX000");

    /** VARBINARY: the only type in which MariaDB compares texts byte by byte, trailing blanks too. */
    private static final List<String> MARIADB = List.of("""
            CREATE TABLE IF NOT EXISTS guichet_count (
              subject VARBINARY(512) NOT NULL,
              counter VARBINARY(255) NOT NULL,
              version BIGINT NOT NULL,
              expires BIGINT NOT NULL,
              state   TEXT CHARACTER SET ascii NOT NULL,
              PRIMARY KEY (subject, counter),
              KEY guichet_count_expires (expires)
            ) ENGINE=InnoDB""", """
            CREATE TABLE IF NOT EXISTS guichet_mark (
              space      VARBINARY(255) NOT NULL,
              mark       VARBINARY(512) NOT NULL,
              first_seen BIGINT NOT NULL,
              last_seen  BIGINT NOT NULL,
              seen       BIGINT NOT NULL,
              expires    BIGINT NOT NULL,
              token      BIGINT NOT NULL,
              PRIMARY KEY (space, mark),
              KEY guichet_mark_expires (expires)
            ) ENGINE=InnoDB""", """
            CREATE TABLE IF NOT EXISTS guichet_raise (
              subject VARBINARY(512) NOT NULL,
              counter VARBINARY(255) NOT NULL,
              until   BIGINT NOT NULL,
              limits  TEXT CHARACTER SET ascii NOT NULL,
              PRIMARY KEY (subject, counter)
            ) ENGINE=InnoDB""");

    private static List<String> others(String key, String number, String options) {
        return List.of(
                        """
                CREATE TABLE IF NOT EXISTS guichet_count (
                  subject KEY NOT NULL,
                  counter KEY NOT NULL,
                  version NUMBER NOT NULL,
                  expires NUMBER NOT NULL,
                  state   TEXT NOT NULL,
                  PRIMARY KEY (subject, counter)
                )OPTIONS""",
                        "CREATE INDEX IF NOT EXISTS guichet_count_expires ON guichet_count (expires)",
                        """
                CREATE TABLE IF NOT EXISTS guichet_mark (
                  space      KEY NOT NULL,
                  mark       KEY NOT NULL,
                  first_seen NUMBER NOT NULL,
                  last_seen  NUMBER NOT NULL,
                  seen       NUMBER NOT NULL,
                  expires    NUMBER NOT NULL,
                  token      NUMBER NOT NULL,
                  PRIMARY KEY (space, mark)
                )OPTIONS""",
                        "CREATE INDEX IF NOT EXISTS guichet_mark_expires ON guichet_mark (expires)",
                        """
                CREATE TABLE IF NOT EXISTS guichet_raise (
                  subject KEY NOT NULL,
                  counter KEY NOT NULL,
                  until   NUMBER NOT NULL,
                  limits  TEXT NOT NULL,
                  PRIMARY KEY (subject, counter)
                )OPTIONS""")
                .stream()
                .map(s -> s.replace(" KEY NOT", ' ' + key + " NOT")
                        .replace("NUMBER", number)
                        .replace("OPTIONS", options))
                .toList();
    }
}
