package io.github.guichet.command;

import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.Optional;

/** Reads the keys of accounts in a database. */
final class SqlAccountsReader {

    private final ConfigSection section;
    private final SqlSourceConfig source;

    SqlAccountsReader(ConfigSection section, SqlSourceConfig source) {
        this.section = section;
        this.source = source;
    }

    Optional<AccountsKind> read() {
        Optional<String> password = query("password-query");
        Optional<String> user = query("user-query");
        Optional<String> iterate = query("iterate-query");
        if (!section.has("password-query")) {
            section.missing(
                    "password-query",
                    "is missing: what the database is asked about a log-in, with %u for the user name; it returns a row with the"
                            + " column password");
        }
        return password.map(p -> new AccountsKind.Sql(source.name(), p, user, iterate));
    }

    private Optional<String> query(String key) {
        return section.text(key).map(ConfigText::text);
    }
}
