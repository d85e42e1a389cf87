package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountState;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what is known of users without a password. Where accounts have no userdb, a user is known if the passdb knows him, and
 * has its {@code userdb_} fields and the defaults; where there is nothing to ask either, everybody is known.
 */
final class UserLookup {

    private final Accounts accounts;
    private final UserFields users;
    private final PassFields passFields;
    private final Aliases aliases;
    private final LockedNames locked;
    private final Questions userQuestions;
    private final Questions passQuestions;
    private final InstantSource clock;
    private final ZoneId zone;

    UserLookup(
            Accounts accounts,
            UserFields users,
            Aliases aliases,
            LockedNames locked,
            InstantSource clock,
            ZoneId zone) {
        this.accounts = accounts;
        this.users = users;
        this.passFields = new PassFields(accounts.states());
        this.aliases = aliases;
        this.locked = locked;
        this.userQuestions = new Questions(accounts.users());
        this.passQuestions = new Questions(accounts.passwords());
        this.clock = clock;
        this.zone = zone;
    }

    /** The userdb's record; see {@link UserRecords#user}. */
    CompletableFuture<AccountAnswer> user(String given, Map<String, String> facts) {
        Optional<String> name = accounts.names().normalise(given);
        if (name.isEmpty()) {
            return CompletableFuture.completedFuture(AccountAnswer.NOT_FOUND);
        }
        String user = name.get();
        if (accounts.users().isPresent()) {
            AccountRequest request = userQuestions.about(given, user, facts);
            return accounts.users().get().lookup(request).thenApply(answer -> finished(user, answer, false));
        }
        Optional<AccountTable> passwords = accounts.passwords().filter(t -> !t.uses(AccountSource.PASSWORD));
        if (passwords.isPresent()) {
            AccountRequest request = passQuestions.about(given, user, facts);
            return passwords.get().lookup(request).thenApply(answer -> finished(user, answer, true));
        }
        return CompletableFuture.completedFuture(users.finished(user, AccountRecord.EMPTY, Served.CACHE));
    }

    private AccountAnswer finished(String user, AccountAnswer answer, boolean fromPassdb) {
        if (!(answer instanceof AccountAnswer.Found found)) {
            return answer;
        }
        AccountRecord record = found.first();
        AccountAnswer done;
        if (fromPassdb) {
            AccountRecord plain = FieldSuffixes.passdb(record);
            Optional<String> canonical = CanonicalUser.of(user, plain);
            if (canonical.isEmpty()) {
                return new AccountAnswer.Unavailable("the record of " + user + " makes the name empty");
            }
            done = users.finished(canonical.get(), PassFields.prefetched(plain), found.served());
        } else {
            done = users.finished(user, record, found.served());
        }
        if (done instanceof AccountAnswer.Found known) {
            aliases.learn(user, known.first().field("user").orElse(user));
        }
        return done;
    }

    /** The passdb's record; see {@link UserRecords#pass}. */
    CompletableFuture<AccountAnswer> pass(String given, Map<String, String> facts, boolean withPassword) {
        Optional<String> name = accounts.names().normalise(given);
        if (name.isEmpty()) {
            return CompletableFuture.completedFuture(AccountAnswer.NOT_FOUND);
        }
        boolean login = isLogin(facts, withPassword);
        if (login && locked.of(name.get()).isPresent()) {
            return CompletableFuture.completedFuture(AccountAnswer.NOT_FOUND);
        }
        if (accounts.passwords().isEmpty()) {
            return withPassword
                    ? CompletableFuture.completedFuture(
                            new AccountAnswer.Unavailable("passwords are checked by binding; there is none to show"))
                    : withoutRecord(given, facts, login);
        }
        String user = name.get();
        AccountRequest request = passQuestions.about(given, user, facts);
        return accounts.passwords().get().lookup(request).thenApply(answer -> {
            if (!(answer instanceof AccountAnswer.Found found)) {
                return answer;
            }
            AccountRecord record =
                    FieldSuffixes.withDefaults(FieldSuffixes.passdb(found.first()), accounts.passwordDefaults());
            // A Dovecot that checks the password itself knows nothing of these columns and would let everybody in.
            if (withPassword && accounts.states() && !isOpen(record, facts)) {
                return AccountAnswer.NOT_FOUND;
            }
            String canonical = CanonicalUser.of(user, record).orElse(user);
            aliases.learn(user, canonical);
            if (login && locked.of(canonical).isPresent()) {
                return AccountAnswer.NOT_FOUND;
            }
            AccountRecord shown = withPassword
                    ? passFields.all(record).only(field -> !CanonicalUser.isName(field))
                    : passFields.visible(record);
            return new AccountAnswer.Found(List.of(shown.with("user", canonical)), found.served());
        });
    }

    /** Whether somebody may be about to log in; mail for a locked account is delivered, and administrators may look at it. */
    private static boolean isLogin(Map<String, String> facts, boolean withPassword) {
        String service = facts.getOrDefault("service", "");
        return !service.equals("lmtp") && (withPassword || !service.equals("doveadm"));
    }

    /** Where passwords are checked by binding, whoever has a user record has the fields of every log-in. */
    private CompletableFuture<AccountAnswer> withoutRecord(String given, Map<String, String> facts, boolean login) {
        return user(given, facts).thenApply(answer -> {
            if (!(answer instanceof AccountAnswer.Found found)) {
                return answer;
            }
            String name = found.first().field("user").orElse(given);
            if (login && locked.of(name).isPresent()) {
                return AccountAnswer.NOT_FOUND;
            }
            AccountRecord shown = passFields.visible(accounts.passwordDefaults());
            return new AccountAnswer.Found(List.of(shown.with("user", name)), found.served());
        });
    }

    private boolean isOpen(AccountRecord record, Map<String, String> facts) {
        String service = facts.getOrDefault("service", "");
        return AccountState.of(record, service, clock.instant(), zone) == AccountState.OPEN;
    }

    /** All names; blocks. */
    Keys users() {
        return accounts.list().isPresent()
                ? accounts.list().get().users()
                : new Keys.Unlistable("[accounts] has no iterate-query");
    }
}
