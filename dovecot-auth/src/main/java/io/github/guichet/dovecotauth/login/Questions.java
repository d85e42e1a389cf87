package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts a question to a table: adds what Dovecot's variables need beyond what the peer said, and only what the table uses. */
final class Questions {

    private final Optional<AccountTable> table;

    Questions(Optional<AccountTable> table) {
        this.table = table;
    }

    /** The question about whoever gives a password, or proves himself. */
    AccountRequest about(LoginRequest request, GivenName name, Optional<String> password) {
        Map<String, String> more = new LinkedHashMap<>();
        add(more, "mech", request.mechanism());
        add(more, "orig_user", name.given());
        add(more, "auth_user", name.given());
        name.target().ifPresent(target -> add(more, "login_user", target));
        password.ifPresent(text -> add(more, AccountSource.PASSWORD, text));
        return question(name.user(), request.facts(), more);
    }

    /** The question about whom a master user acts as. */
    AccountRequest aboutTarget(LoginRequest request, GivenName name, String target) {
        Map<String, String> more = new LinkedHashMap<>();
        add(more, "mech", request.mechanism());
        add(more, "orig_user", name.given());
        add(more, "auth_user", name.user());
        add(more, "master_user", name.user());
        return question(target, request.facts(), more);
    }

    /** A question that nobody logs in with. */
    AccountRequest about(String given, String user, Map<String, String> facts) {
        Map<String, String> more = new LinkedHashMap<>();
        if (!facts.containsKey("orig_user")) {
            add(more, "orig_user", given);
        }
        if (!facts.containsKey("auth_user")) {
            add(more, "auth_user", given);
        }
        return question(user, facts, more);
    }

    private void add(Map<String, String> more, String fact, String value) {
        boolean used = table.isPresent() ? table.get().uses(fact) : !fact.equals(AccountSource.PASSWORD);
        if (used && !value.isEmpty()) {
            more.put(fact, value);
        }
    }

    private static AccountRequest question(String user, Map<String, String> facts, Map<String, String> more) {
        if (more.isEmpty()) {
            return new AccountRequest(user, facts);
        }
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new AccountRequest(user, all);
    }
}
