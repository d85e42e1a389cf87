package io.github.guichet.command;

import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.account.UserNames;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The section {@code [accounts]}.
 *
 * @param kind where accounts come from
 * @param names what is done to a user name before anybody is asked
 * @param defaultScheme the scheme of a stored password that names none
 * @param loginFields fields of every log-in, unless its record has them; values may hold variables
 * @param userFields fields of every user record, unless it has them; values may hold variables
 * @param cache how long records are kept
 * @param snapshotPasswords whether records with passwords are written to disk, too
 */
public record AccountsConfig(
        AccountsKind kind,
        UserNames names,
        String defaultScheme,
        Map<String, String> loginFields,
        Map<String, String> userFields,
        CacheConfig cache,
        boolean snapshotPasswords) {

    /** The names of its two tables: in metrics, logs, {@code guichet status} and the snapshot. */
    static final String PASSWORDS = "accounts.password";

    static final String USERS = "accounts.user";

    /** Keeps copies, in order. */
    public AccountsConfig {
        loginFields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(loginFields));
        userFields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(userFields));
    }

    /** Shows no values of fields: a password for a proxy may be among them. */
    @Override
    public String toString() {
        return "AccountsConfig[" + kind + ", " + names + ", " + defaultScheme + ", " + loginFields.keySet() + ", "
                + userFields.keySet() + ", " + cache + "]";
    }
}
