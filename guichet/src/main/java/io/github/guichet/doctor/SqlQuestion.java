package io.github.guichet.doctor;

import io.github.guichet.lookup.sql.SqlSource;
import java.util.List;

/**
 * A query as it is sent, for a key that nobody has.
 *
 * @param key where it stands in the configuration: {@code map.alias}, {@code accounts.password-query}
 * @param source the database
 * @param statement with a question mark for each parameter
 * @param parameters their values
 * @param rights whether the answer gives somebody a right, so that two spellings must not be one
 */
public record SqlQuestion(String key, SqlSource source, String statement, List<String> parameters, boolean rights) {

    /** Copies. */
    public SqlQuestion {
        parameters = List.copyOf(parameters);
    }
}
