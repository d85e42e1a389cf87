package io.github.guichet.command;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.account.UserNames;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Which logins exist, by {@code [accounts]}. A name that stands for another, such as {@code bob@anywhere} where the accounts know only
 * {@code bob}, is none: whoever asks means the name as it is.
 */
final class LoginsTable implements Table {

    private final UserNames names;
    private final AccountTable accounts;

    private LoginsTable(UserNames names, AccountTable accounts) {
        this.names = names;
        this.accounts = accounts;
    }

    /** The logins of some accounts; empty if these cannot say who exists, because they only check passwords. */
    static Optional<Table> of(Accounts accounts) {
        return accounts.users()
                .or(accounts::passwords)
                .filter(table -> !table.uses(AccountSource.PASSWORD))
                .map(table -> new LoginsTable(accounts.names(), table));
    }

    @Override
    public String name() {
        return "accounts";
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        Optional<String> user = names.normalise(key).filter(name -> same(name, key));
        if (user.isEmpty()) {
            return CompletableFuture.completedFuture(Answer.NOT_FOUND);
        }
        return accounts.lookup(AccountRequest.of(user.get())).thenApply(answer -> answer(answer, key));
    }

    private static Answer answer(AccountAnswer answer, String key) {
        if (answer instanceof AccountAnswer.Unavailable unavailable) {
            return new Answer.Unavailable(unavailable.reason());
        }
        boolean found = answer instanceof AccountAnswer.Found known
                && known.first().field("user").map(user -> same(user, key)).orElse(true);
        return found ? new Answer.Found(key) : Answer.NOT_FOUND;
    }

    private static boolean same(String name, String other) {
        return CaseFold.fold(name).equals(CaseFold.fold(other));
    }

    @Override
    public Keys keys() {
        return new Keys.Unlistable("logins are only asked here");
    }
}
