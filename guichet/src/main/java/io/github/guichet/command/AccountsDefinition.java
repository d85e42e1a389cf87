package io.github.guichet.command;

import java.util.Map;

/**
 * Everything that the records of accounts depend on, as one text: cached records of another definition are worth nothing.
 * Passwords are left out.
 */
final class AccountsDefinition {

    private AccountsDefinition() {}

    static String of(AccountsConfig accounts, Map<String, SourceConfig> sources) {
        return String.join(
                "\n",
                of(accounts.kind(), sources),
                String.valueOf(accounts.loginFields()),
                String.valueOf(accounts.userFields()));
    }

    private static String of(AccountsKind kind, Map<String, SourceConfig> sources) {
        if (kind instanceof AccountsKind.Sql sql) {
            return MapDefinition.source(sources, sql.source()) + "\n" + sql;
        } else if (kind instanceof AccountsKind.Ldap ldap) {
            return MapDefinition.source(sources, ldap.source()) + "\n" + ldap;
        } else if (kind instanceof AccountsKind.Embedded store) {
            return MapDefinition.source(sources, store.source());
        }
        return String.valueOf(kind);
    }
}
