package io.github.guichet.command;

import io.github.guichet.lookup.sql.PostfixAdminQueries;
import io.github.guichet.lookup.sql.SqlAccountList;
import io.github.guichet.lookup.sql.SqlAccountSource;
import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the keys of accounts in a database. */
final class SqlAccountsReader {

    @FunctionalInterface
    private interface Check {
        void check(String query, SqlDialect dialect) throws TemplateException;
    }

    private static final Map<String, PostfixAdminQueries.Version> PRESETS = presets();

    private static Map<String, PostfixAdminQueries.Version> presets() {
        Map<String, PostfixAdminQueries.Version> presets = new LinkedHashMap<>();
        presets.put("postfixadmin", PostfixAdminQueries.Version.V4_0);
        presets.put("postfixadmin-3.3", PostfixAdminQueries.Version.V3_3);
        presets.put("postfixadmin-2.3", PostfixAdminQueries.Version.V2_3);
        return presets;
    }

    private final ConfigSection section;
    private final SqlSourceConfig source;

    SqlAccountsReader(ConfigSection section, SqlSourceConfig source) {
        this.section = section;
        this.source = source;
    }

    Optional<AccountsKind> read() {
        Optional<PostfixAdminQueries> preset = preset();
        Optional<String> password = query("password-query", SqlAccountSource::check)
                .or(() -> preset.map(PostfixAdminQueries::passwordQuery));
        Optional<String> user =
                query("user-query", SqlAccountSource::check).or(() -> preset.map(PostfixAdminQueries::userQuery));
        Optional<String> iterate =
                query("iterate-query", SqlAccountList::check).or(() -> preset.map(PostfixAdminQueries::iterateQuery));
        if (!section.has("password-query") && !section.has("preset")) {
            section.missing(
                    "password-query",
                    "is missing: what the database is asked about a log-in, with %u for the user name; it returns a row with the"
                            + " column password. For PostfixAdmin give preset = \"postfixadmin\" instead");
        }
        return password.map(p -> new AccountsKind.Sql(source.name(), p, user, iterate));
    }

    /** The queries that are ready. */
    private Optional<PostfixAdminQueries> preset() {
        Optional<PostfixAdminQueries.Version> version = section.choice("preset", PRESETS);
        Optional<ConfigText> directory = section.text("mail-directory");
        if (directory.isPresent() && !section.has("preset")) {
            section.problem(
                    "mail-directory", "has no effect without preset: a user-query says itself where the home is");
        }
        return version.flatMap(v -> {
            try {
                return Optional.of(PostfixAdminQueries.of(source.dialect(), v, directory.map(ConfigText::text)));
            } catch (IllegalArgumentException e) {
                section.problem(
                        directory.orElseThrow(),
                        0,
                        "must be an absolute path without quotes, backslashes, question marks and percent signs");
                return Optional.empty();
            }
        });
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
