package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Master users that stand in the configuration itself. */
public final class MasterUsers implements AccountSource {

    private final Map<String, AccountRecord> records;

    private MasterUsers(Map<String, AccountRecord> records) {
        this.records = records;
    }

    /**
     * A table of them.
     *
     * @param passwords stored passwords, such as <code>{SHA512-CRYPT}$6$…</code>, by names as they are after normalising
     */
    public static AccountTable of(Map<String, String> passwords) {
        Map<String, AccountRecord> records = new java.util.HashMap<>();
        passwords.forEach((name, stored) -> records.put(name, new AccountRecord(Map.of("password", stored))));
        return new AccountTable("master-users", new MasterUsers(Map.copyOf(records)));
    }

    @Override
    public Set<String> variables() {
        return Set.of();
    }

    @Override
    public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
        AccountRecord record = records.get(request.user());
        return CompletableFuture.completedFuture(
                record == null ? AccountAnswer.NOT_FOUND : new AccountAnswer.Found(List.of(record), Served.SOURCE));
    }
}
