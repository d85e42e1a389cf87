package io.github.guichet.command;

import io.github.guichet.lookup.sql.SqlAccountList;
import io.github.guichet.lookup.sql.SqlAccountSource;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.Optional;

/** Reads the keys of accounts in a database. */
final class SqlAccountsReader {

    @FunctionalInterface
    private interface Check {
        void check(String query, SqlDialect dialect) throws TemplateException;
    }

    private final ConfigSection section;
    private final SqlSourceConfig source;

    SqlAccountsReader(ConfigSection section, SqlSourceConfig source) {
        this.section = section;
        this.source = source;
    }

    Optional<AccountsKind> read() {
        Optional<String> password = query("password-query", SqlAccountSource::check);
        Optional<String> user = query("user-query", SqlAccountSource::check);
        Optional<String> iterate = query("iterate-query", SqlAccountList::check);
        if (!section.has("password-query")) {
            section.missing(
                    "password-query",
                    "is missing: what the database is asked about a log-in, with %u for the user name; it returns a row with the"
                            + " column password");
        }
        return password.map(p -> new AccountsKind.Sql(source.name(), p, user, iterate));
    }

    private Optional<String> query(String key, Check check) {
        Optional<ConfigText> text = section.text(key);
        try {
            if (text.isPresent()) {
                check.check(text.get().text(), source.dialect());
            }
        } catch (TemplateException e) {
            section.problem(text.orElseThrow(), e.offset(), String.valueOf(e.getMessage()));
        }
        return text.map(ConfigText::text);
    }
}
