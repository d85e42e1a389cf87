package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountList;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Accounts in memory that can be taken away. */
final class FakeSource implements AccountSource, AccountList {

    private final Map<String, List<AccountRecord>> records = new LinkedHashMap<>();
    final List<AccountRequest> asked = new ArrayList<>();
    private final Set<String> variables;
    boolean down;

    FakeSource(String... variables) {
        this.variables = Set.of(variables);
    }

    /** Puts an account in the place of what there was: names and values of fields in turns. */
    FakeSource set(String user, String... fields) {
        records.put(user, new ArrayList<>());
        return add(user, fields);
    }

    /** One more record of an account. */
    FakeSource add(String user, String... fields) {
        Map<String, String> record = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            record.put(fields[i], fields[i + 1]);
        }
        records.computeIfAbsent(user, u -> new ArrayList<>()).add(new AccountRecord(record));
        return this;
    }

    void remove(String user) {
        records.remove(user);
    }

    @Override
    public Set<String> variables() {
        return variables;
    }

    @Override
    public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
        asked.add(request);
        if (down) {
            return CompletableFuture.completedFuture(new AccountAnswer.Unavailable("source fake is down"));
        }
        List<AccountRecord> found = records.get(request.user());
        return CompletableFuture.completedFuture(
                found == null ? AccountAnswer.NOT_FOUND : new AccountAnswer.Found(found, Served.SOURCE));
    }

    @Override
    public Keys users() {
        return new Keys.Listed(List.copyOf(records.keySet()));
    }
}
