package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.lookup.sql.SqlUrl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The {@code connect} of Dovecot's {@code driver = sqlite}: a path. */
final class SqliteConnect {

    private SqliteConnect() {}

    static Optional<SqlSourceConfig> config(String connect, String name, ConnectString.Problems problems) {
        try {
            if (connect.startsWith("/") && connect.indexOf('?') < 0) {
                return Optional.of(ConnectString.config(
                        name,
                        SqlDialect.SQLITE,
                        List.of(SqlUrl.file(Path.of(connect))),
                        "",
                        "",
                        SqlTls.of(SqlTls.Mode.OFF)));
            }
        } catch (InvalidPathException e) {
            // said below
        }
        problems.add("of an SQLite database must be an absolute path without a question mark");
        return Optional.empty();
    }
}
