package io.github.guichet.command;

import io.github.guichet.dovecotauth.login.Authenticator;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.account.UserNames;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Finds the account that somebody means who wants to lock or unlock it, and makes everybody forget it. Blocks. */
final class LockableAccounts {

    private static final long LONGEST_SECONDS = 4; // a source has its own deadline; the command line waits for 10 s

    private final FileLockouts lockouts;
    private final UserNames names;
    private final Optional<Authenticator> authenticator;
    private final AdminCommand flush;

    /**
     * Lockable accounts.
     *
     * @param authenticator knows which account a name means; absent if no log-ins are served here
     * @param flush makes everybody forget a user
     */
    LockableAccounts(
            FileLockouts lockouts,
            Optional<AccountsConfig> accounts,
            Optional<Authenticator> authenticator,
            AdminCommand flush) {
        this.lockouts = lockouts;
        this.names = names(accounts);
        this.authenticator = authenticator;
        this.flush = flush;
    }

    /** How names are treated: as {@code [accounts]} says, else only folded. */
    static UserNames names(Optional<AccountsConfig> accounts) {
        return accounts.map(AccountsConfig::names).orElseGet(() -> new UserNames("", true, "", "", ""));
    }

    /** Makes a login the name of its account, as log-ins do; what can be no name is only folded. */
    static UnaryOperator<String> nameOf(Optional<AccountsConfig> accounts) {
        UserNames names = names(accounts);
        return login -> names.normalise(login).orElseGet(() -> CaseFold.fold(login));
    }

    /** The lockouts as they are now: another process may have changed them a moment ago. */
    FileLockouts lockouts() {
        lockouts.look();
        return lockouts;
    }

    /**
     * An account.
     *
     * @param name as sources are asked
     * @param user the account's own name; the same unless the source says otherwise
     * @param doubt why that is perhaps not the account's own name, or there is no such account; empty = none
     */
    record Named(String name, String user, String doubt) {

        /** Every name that is known of it. */
        Set<String> all() {
            Set<String> all = new LinkedHashSet<>(List.of(CaseFold.fold(user)));
            all.add(CaseFold.fold(name));
            return all;
        }
    }

    /**
     * The account of a name.
     *
     * @throws AdminException if no account can have that name
     */
    Named account(String given) throws AdminException {
        String name = names.normalise(given).orElseThrow(() -> new AdminException("no user can have that name"));
        if (authenticator.isEmpty()) {
            return new Named(name, name, "");
        }
        AccountAnswer pass = ask(authenticator.get().pass(given, Map.of("service", "doveadm"), false));
        AccountAnswer answer = pass instanceof AccountAnswer.Found
                ? pass
                : ask(authenticator.get().user(given, Map.of("service", "doveadm")));
        if (answer instanceof AccountAnswer.Found found) {
            return new Named(name, found.first().field("user").orElse(name), "");
        }
        boolean unavailable = answer instanceof AccountAnswer.Unavailable || pass instanceof AccountAnswer.Unavailable;
        return new Named(
                name,
                name,
                unavailable
                        ? "accounts cannot be asked now: if this is only another name of the account, name the account's own"
                        : "no such account is known");
    }

    private static AccountAnswer ask(CompletableFuture<AccountAnswer> question) {
        try {
            return question.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            return new AccountAnswer.Unavailable("no answer in time");
        }
    }

    /** Drops what is cached and remembered of an account, by all its names. */
    void forget(Named account) throws AdminException {
        for (String name : account.all()) {
            String unused = flush.run(List.of("user", name));
        }
    }

    /** Why a change would not survive this process; empty if it does. */
    Optional<String> notKept() {
        if (!lockouts.isKept()) {
            return Optional.of("this ends when guichet stops: [state] names no directory");
        }
        try {
            return lockouts.written()
                    .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .map(reason -> "this ends when guichet stops, because it cannot be written: " + reason);
        } catch (CompletionException e) {
            return Optional.of("it is not written yet: the disk is slow");
        }
    }
}
