package io.github.guichet.lookup.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of the store and how older files become newer ones: one step for each version, none of which is ever changed
 * once it was released.
 */
final class Schema {

    /** "guic": tells our files from other programs' SQLite files; file(1) shows it. */
    static final int APPLICATION_ID = 0x67756963;

    /** What leads from version n to n + 1 stands at n. */
    private static final List<List<String>> STEPS = List.of(
            List.of(
                    """
            CREATE TABLE domain (
              name     TEXT PRIMARY KEY,
              kind     TEXT NOT NULL CHECK (kind IN ('mailbox', 'alias', 'backup')),
              target   TEXT REFERENCES domain (name),
              active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
              created  INTEGER NOT NULL DEFAULT (unixepoch()),
              modified INTEGER NOT NULL DEFAULT (unixepoch()),
              CHECK ((kind = 'alias') = (target IS NOT NULL))
            ) STRICT, WITHOUT ROWID
            """,
                    "CREATE INDEX domain_target ON domain (target)",
                    """
            CREATE TABLE mailbox (
              address  TEXT PRIMARY KEY,
              domain   TEXT NOT NULL REFERENCES domain (name),
              password TEXT,
              maildir  TEXT NOT NULL,
              home     TEXT,
              uid      INTEGER CHECK (uid >= 0),
              gid      INTEGER CHECK (gid >= 0),
              quota    INTEGER CHECK (quota >= 0),
              active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
              created  INTEGER NOT NULL DEFAULT (unixepoch()),
              modified INTEGER NOT NULL DEFAULT (unixepoch())
            ) STRICT, WITHOUT ROWID
            """,
                    "CREATE INDEX mailbox_domain ON mailbox (domain)",
                    """
            CREATE TABLE alias (
              address  TEXT PRIMARY KEY,
              domain   TEXT NOT NULL REFERENCES domain (name),
              active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
              created  INTEGER NOT NULL DEFAULT (unixepoch()),
              modified INTEGER NOT NULL DEFAULT (unixepoch())
            ) STRICT, WITHOUT ROWID
            """,
                    "CREATE INDEX alias_domain ON alias (domain)",
                    """
            CREATE TABLE alias_target (
              address  TEXT NOT NULL REFERENCES alias (address) ON DELETE CASCADE,
              position INTEGER NOT NULL,
              target   TEXT NOT NULL,
              PRIMARY KEY (address, position),
              UNIQUE (address, target)
            ) STRICT, WITHOUT ROWID
            """,
                    "CREATE INDEX alias_target_target ON alias_target (target)",
                    """
            CREATE TABLE sender (
              address TEXT NOT NULL,
              login   TEXT NOT NULL,
              created INTEGER NOT NULL DEFAULT (unixepoch()),
              PRIMARY KEY (address, login)
            ) STRICT, WITHOUT ROWID
            """,
                    "CREATE INDEX sender_login ON sender (login)"),
            List.of(
                    "ALTER TABLE mailbox ADD COLUMN password_expiry INTEGER CHECK (password_expiry > 0)",
                    "ALTER TABLE mailbox ADD COLUMN smtp_active INTEGER NOT NULL DEFAULT 1 CHECK (smtp_active IN (0, 1))",
                    "ALTER TABLE mailbox ADD COLUMN imap_active INTEGER NOT NULL DEFAULT 1 CHECK (imap_active IN (0, 1))",
                    "ALTER TABLE mailbox ADD COLUMN pop3_active INTEGER NOT NULL DEFAULT 1 CHECK (pop3_active IN (0, 1))",
                    "ALTER TABLE mailbox ADD COLUMN sieve_active INTEGER NOT NULL DEFAULT 1 CHECK (sieve_active IN (0, 1))",
                    "ALTER TABLE mailbox ADD COLUMN proxy_host TEXT",
                    "ALTER TABLE mailbox ADD COLUMN proxy_port INTEGER CHECK (proxy_port BETWEEN 1 AND 65535)",
                    """
            CREATE TABLE app_password (
              address  TEXT NOT NULL REFERENCES mailbox (address) ON DELETE CASCADE,
              name     TEXT NOT NULL,
              password TEXT NOT NULL,
              created  INTEGER NOT NULL DEFAULT (unixepoch()),
              PRIMARY KEY (address, name)
            ) STRICT, WITHOUT ROWID
            """,
                    """
            CREATE TABLE dict (
              user     TEXT NOT NULL,
              key      TEXT NOT NULL,
              value    TEXT NOT NULL,
              modified INTEGER NOT NULL DEFAULT (unixepoch()),
              PRIMARY KEY (user, key)
            ) STRICT, WITHOUT ROWID
            """),
            List.of("""
            CREATE TABLE send_limit (
              subject  TEXT PRIMARY KEY,
              limits   TEXT NOT NULL,
              modified INTEGER NOT NULL DEFAULT (unixepoch())
            ) STRICT, WITHOUT ROWID
            """, """
            CREATE TABLE list_access (
              address  TEXT PRIMARY KEY,
              who      TEXT NOT NULL,
              modified INTEGER NOT NULL DEFAULT (unixepoch())
            ) STRICT, WITHOUT ROWID
            """),
            // As lookup.sqlcounter.CounterTables has them for SQLite.
            List.of(
                    """
            CREATE TABLE guichet_count (
              subject TEXT NOT NULL,
              counter TEXT NOT NULL,
              version INTEGER NOT NULL,
              expires INTEGER NOT NULL,
              state   TEXT NOT NULL,
              PRIMARY KEY (subject, counter)
            ) STRICT, WITHOUT ROWID
            """,
                    "CREATE INDEX guichet_count_expires ON guichet_count (expires)",
                    """
            CREATE TABLE guichet_mark (
              space      TEXT NOT NULL,
              mark       TEXT NOT NULL,
              first_seen INTEGER NOT NULL,
              last_seen  INTEGER NOT NULL,
              seen       INTEGER NOT NULL,
              expires    INTEGER NOT NULL,
              token      INTEGER NOT NULL,
              PRIMARY KEY (space, mark)
            ) STRICT, WITHOUT ROWID
            """,
                    "CREATE INDEX guichet_mark_expires ON guichet_mark (expires)",
                    """
            CREATE TABLE guichet_raise (
              subject TEXT NOT NULL,
              counter TEXT NOT NULL,
              until   INTEGER NOT NULL,
              limits  TEXT NOT NULL,
              PRIMARY KEY (subject, counter)
            ) STRICT, WITHOUT ROWID
            """));

    /** The version that this program writes. */
    static final int VERSION = STEPS.size();

    private Schema() {}

    /** Whether {@link #migrate} would change the file or refuse it. */
    static boolean isCurrent(Connection connection) throws SQLException {
        return pragma(connection, "application_id") == APPLICATION_ID && pragma(connection, "user_version") == VERSION;
    }

    /**
     * Brings a file to the current version. To be called in a transaction that excludes other writers.
     *
     * @throws StoreException when it belongs to another program or to a newer guichet
     */
    static void migrate(Connection connection) throws SQLException, StoreException {
        migrate(connection, VERSION);
    }

    /** For tests: makes what an older guichet would have left. */
    static void migrate(Connection connection, int target) throws SQLException, StoreException {
        int version = pragma(connection, "user_version");
        int application = pragma(connection, "application_id");
        boolean empty = Sql.count(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (application != APPLICATION_ID && !(empty && application == 0 && version == 0)) {
            throw new StoreException(StoreException.Kind.FAILED, "is an SQLite file of another program");
        }
        if (version > VERSION) {
            throw new StoreException(StoreException.Kind.FAILED, newer(version));
        }
        for (List<String> step : STEPS.subList(version, target)) {
            for (String statement : step) {
                Sql.update(connection, statement);
            }
        }
        Sql.update(connection, "PRAGMA application_id = " + APPLICATION_ID);
        Sql.update(connection, "PRAGMA user_version = " + target);
    }

    /**
     * Whether this program can read a file at all. An older one lacks tables, which each question finds out by itself.
     *
     * @throws SQLException when it belongs to another program or to a newer guichet
     */
    static void requireReadable(Connection connection) throws SQLException {
        int version = pragma(connection, "user_version");
        if (pragma(connection, "application_id") != APPLICATION_ID) {
            throw new SQLException("is no store of guichet's");
        }
        if (version > VERSION) {
            throw new SQLException(newer(version));
        }
    }

    private static String newer(int version) {
        return "was written by a newer guichet: its schema is " + version + ", this one knows " + VERSION;
    }

    private static int pragma(Connection connection, String name) throws SQLException {
        return Sql.count(connection, "PRAGMA " + name);
    }
}
