package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.sql.SqlAccountList;
import io.github.guichet.lookup.sql.SqlAccountSource;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.tablefile.TableFileProblem;
import io.github.guichet.lookup.template.TemplateException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@code dovecot-sql.conf.ext} with the keys and defaults of Dovecot 2.3's {@code db-sql.c}. Its default scheme is
 * {@code MD5}, other than that of its LDAP file and of its passwd-file. Used once.
 */
final class DovecotSqlReader {

    private static final String USERS = " FROM users WHERE username = '%n' AND domain = '%d'";

    private static final Set<String> KEYS = Set.of(
            "driver",
            "connect",
            "default_pass_scheme",
            "password_query",
            "user_query",
            "iterate_query",
            "update_query",
            "userdb_warning_disable");

    private final DovecotFile file;
    private final String name;
    private final List<TableFileProblem> problems;
    private final int before;

    @FunctionalInterface
    private interface Check {
        void check(String query, SqlDialect dialect) throws TemplateException;
    }

    DovecotSqlReader(Path path, String name, List<TableFileProblem> problems) {
        this.before = problems.size();
        this.file = DovecotFile.read(path, KEYS, problems);
        this.name = name;
        this.problems = problems;
    }

    Optional<DovecotSqlFile> read() {
        if (file.has("update_query")) {
            file.problem("update_query", "is for one-time passwords, which are not supported; take it out");
        }
        // It silences a warning of Dovecot's that does not exist here: there is nothing to do but to check it.
        boolean unused = file.yes("userdb_warning_disable", false);
        Optional<SqlSourceConfig> source = source();
        SqlDialect dialect = source.map(SqlSourceConfig::dialect).orElse(SqlDialect.MARIADB);
        String passwordQuery =
                query("password_query", "SELECT username, domain, password" + USERS, dialect, SqlAccountSource::check);
        String userQuery = query("user_query", "SELECT home, uid, gid" + USERS, dialect, SqlAccountSource::check);
        String iterateQuery =
                query("iterate_query", DovecotSqlFile.DEFAULT_ITERATE_QUERY, dialect, SqlAccountList::check);
        String scheme = file.text("default_pass_scheme", "MD5");
        return problems.size() > before
                ? Optional.empty()
                : source.map(s -> new DovecotSqlFile(s, passwordQuery, userQuery, iterateQuery, scheme));
    }

    private Optional<SqlSourceConfig> source() {
        String driver = file.text("driver", "");
        if (!file.has("connect")) {
            file.problem("connect", "must be set");
        }
        String connect = file.text("connect", "");
        ConnectString.Problems problem = message -> file.problem("connect", message);
        return switch (driver) {
            case "mysql" -> new MysqlConnect(connect, problem).config(name);
            case "pgsql" -> new PgsqlConnect(connect, problem).config(name);
            case "sqlite" -> SqliteConnect.config(connect, name, problem);
            default -> {
                file.problem(
                        "driver",
                        (driver.isEmpty() ? "must be set" : "\"" + driver + "\" is not supported")
                                + "; allowed are mysql, pgsql, sqlite");
                yield Optional.empty();
            }
        };
    }

    private String query(String key, String otherwise, SqlDialect dialect, Check check) {
        String query = file.text(key, otherwise);
        try {
            check.check(query, dialect);
        } catch (TemplateException e) {
            file.problem(key, "at character " + (e.offset() + 1) + ": " + e.getMessage());
        }
        return query;
    }
}
