package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlServer;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTableConfig;
import io.github.guichet.lookup.sql.SqlTemplate;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.lookup.sql.SqlUrl;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.DomainFilterException;
import io.github.guichet.lookup.template.TableOpener;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the SQL table files have in common: query, result, domain list. Reports problems to the file; used once. */
final class SqlFile {

    private static final int POOL_SIZE = 8;
    private static final int QUEUE = 1024;
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /** Postfix's own default for hosts that failed and connections that idle. */
    private static final int MINUTE = 60;

    private final PostfixFile file;
    private final String mapName;
    private final TableOpener tables;

    /** The settings of a connection, with which a source is made. */
    record Connection(
            SqlDialect dialect, List<SqlServer> servers, String user, String password, String charset, SqlTls tls) {

        SqlSourceConfig config(String name, int idle, int retry) {
            return new SqlSourceConfig(
                    name,
                    dialect,
                    servers,
                    SqlSourceConfig.Order.UNIX_FIRST_THEN_RANDOM,
                    user,
                    password,
                    charset,
                    tls,
                    POOL_SIZE,
                    QUEUE,
                    DEADLINE,
                    Duration.ofSeconds(idle),
                    Duration.ofSeconds(retry));
        }
    }

    SqlFile(PostfixFile file, String mapName, TableOpener tables) {
        this.file = file;
        this.mapName = mapName;
        this.tables = tables;
    }

    TableFile read(String type) {
        Connection connection = switch (type) {
            case "mysql" -> new MysqlFile(file).connection();
            case "pgsql" -> new PgsqlFile(file).connection();
            default -> sqlite();
        };
        boolean server = connection.dialect() != SqlDialect.SQLITE;
        int idle = server ? file.number("idle_interval", MINUTE, 1) : MINUTE;
        int retry = server ? file.number("retry_interval", MINUTE, 1) : MINUTE;
        return new TableFile.SqlTableFile(connection.config(mapName, idle, retry), table(connection.dialect()));
    }

    private Connection sqlite() {
        String path = file.required("dbpath", "");
        Path database = Path.of("/nonexistent");
        try {
            database = path.isEmpty() ? database : Path.of(path);
        } catch (InvalidPathException e) {
            file.problem("dbpath", "not a path");
        }
        SqlServer server = SqlUrl.file(database);
        return new Connection(SqlDialect.SQLITE, List.of(server), "", "", "", SqlTls.of(SqlTls.Mode.OFF));
    }

    private SqlTableConfig table(SqlDialect dialect) {
        String query = file.text("query").orElseGet(() -> oldQuery(dialect));
        String resultFormat = file.required("result_format", "%s");
        check("query", () -> SqlTemplate.parse(query, dialect));
        check("result_format", () -> Template.parse(resultFormat));
        boolean requireResultSet = dialect != SqlDialect.MARIADB || file.yes("require_result_set", true);
        return new SqlTableConfig(
                mapName,
                query,
                resultFormat,
                domain(),
                Math.max(0, file.number("expansion_limit", 0, 0)),
                requireResultSet,
                dialect == SqlDialect.SQLITE ? SqlTableConfig.Columns.FIRST : SqlTableConfig.Columns.ALL,
                Optional.empty());
    }

    @FunctionalInterface
    private interface Parse {
        Object parse() throws TemplateException;
    }

    private void check(String key, Parse parse) {
        try {
            Object unused = parse.parse();
        } catch (TemplateException e) {
            file.problem(key, "at character " + (e.offset() + 1) + ": " + e.getMessage());
        }
    }

    /** The interface before Postfix 2.2: the query in pieces. */
    private String oldQuery(SqlDialect dialect) {
        Optional<String> function = dialect == SqlDialect.POSTGRESQL ? file.text("select_function") : Optional.empty();
        if (function.isPresent()) {
            return "SELECT " + function.get() + "('%s')";
        }
        if (!file.has("table") && !file.has("select_field") && !file.has("where_field")) {
            file.problem("query", "must be set");
            return "SELECT ''";
        }
        String table = file.required("table", "");
        String select = file.required("select_field", "");
        String where = file.required("where_field", "");
        String conditions = file.text("additional_conditions", "");
        return "SELECT " + select + " FROM " + table + " WHERE " + where + "='%s' " + conditions;
    }

    private DomainFilter domain() {
        try {
            return DomainFilter.parse(file.text("domain", ""), tables);
        } catch (DomainFilterException e) {
            file.problem("domain", String.valueOf(e.getMessage()));
            return DomainFilter.ALL;
        }
    }
}
