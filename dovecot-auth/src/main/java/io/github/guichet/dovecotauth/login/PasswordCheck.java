package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.BindCheck;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Checks a password against one passdb. A password that does not fit a cached record is held against a new one from the source
 * before it is called wrong; when the source is down it is not called wrong, because it may have been changed.
 */
final class PasswordCheck {

    /**
     * What is to be checked.
     *
     * @param request the question for the table
     * @param given the name as the client wrote it
     * @param throttled whether the client's network is throttled by now
     */
    record Question(AccountRequest request, String given, String password, BooleanSupplier throttled) {
        String user() {
            return request.user();
        }

        /** Shows no password. */
        @Override
        public String toString() {
            return "Question[" + request.user() + "]";
        }
    }

    private final Optional<AccountTable> table;
    private final Optional<BindCheck> bind;
    private final StoredPasswords stored;
    private final VerifiedPasswords verified;
    private final boolean staleLogins;

    PasswordCheck(
            Optional<AccountTable> table,
            Optional<BindCheck> bind,
            StoredPasswords stored,
            VerifiedPasswords verified,
            boolean staleLogins) {
        this.table = table;
        this.bind = bind;
        this.stored = stored;
        this.verified = verified;
        this.staleLogins = staleLogins;
    }

    /** Checks. Never completes exceptionally. */
    CompletableFuture<Checked> check(Question question) {
        if (table.isEmpty()) {
            return bound(question, AccountRecord.EMPTY)
                    .thenApply(checked -> checked instanceof Checked.Wrong ? wrong(question) : checked);
        }
        return table.get().lookup(question.request()).thenCompose(answer -> first(question, answer));
    }

    private CompletableFuture<Checked> first(Question question, AccountAnswer answer) {
        if (!(answer instanceof AccountAnswer.Found found)) {
            return done(notFound(answer));
        }
        Served served = table.orElseThrow().cache().isPresent() ? found.served() : Served.SOURCE;
        if (served == Served.STALE && !staleLogins) {
            return done(new Checked.Unavailable("the record has expired and its source is unavailable"));
        }
        List<AccountRecord> records = plain(found);
        return compare(question, records).thenCompose(checked -> {
            if (!(checked instanceof Checked.Wrong)) {
                return done(checked);
            }
            return switch (served) {
                case SOURCE -> done(wrong(question));
                case STALE -> done(new Checked.Unavailable("a password does not fit an expired record", true));
                case CACHE ->
                    table.get().lookupAgain(question.request()).thenCompose(again -> second(question, records, again));
            };
        });
    }

    private CompletableFuture<Checked> second(Question question, List<AccountRecord> before, AccountAnswer answer) {
        if (answer instanceof AccountAnswer.Unavailable unavailable) {
            return done(new Checked.Unavailable(unavailable.reason(), true));
        }
        if (!(answer instanceof AccountAnswer.Found found)) {
            return done(notFound(answer));
        }
        if (found.served() != Served.SOURCE) {
            return done(new Checked.Unavailable(
                    "a password does not fit a cached record, and its source is unavailable", true));
        }
        List<AccountRecord> records = plain(found);
        if (records.equals(before)) {
            return done(wrong(question));
        }
        return compare(question, records).thenApply(c -> c instanceof Checked.Wrong ? wrong(question) : c);
    }

    private static Checked notFound(AccountAnswer answer) {
        if (answer instanceof AccountAnswer.Unavailable unavailable) {
            return new Checked.Unavailable(unavailable.reason());
        }
        return isStale(answer)
                ? new Checked.Unavailable("an expired \"not found\", and the source is unavailable")
                : new Checked.Wrong("unknown user", true);
    }

    /** Whether it is a "not found" from before its source went down: the account may have come since. */
    static boolean isStale(AccountAnswer answer) {
        return answer instanceof AccountAnswer.NotFound none && none.served() == Served.STALE;
    }

    private Checked wrong(Question question) {
        if (question.password().isEmpty()) {
            return new Checked.Wrong("empty password");
        }
        boolean once = verified.wasRight(question.user(), question.password());
        return new Checked.Wrong(once ? "previous password" : "wrong password");
    }

    private static List<AccountRecord> plain(AccountAnswer.Found found) {
        return found.records().stream().map(FieldSuffixes::passdb).toList();
    }

    private CompletableFuture<Checked> compare(Question question, List<AccountRecord> records) {
        AccountRecord first = records.get(0);
        if (first.has("noauthenticate")) {
            return done(new Checked.Unavailable("the record says noauthenticate, and there is no other passdb"));
        }
        if (bind.isPresent() && StoredPasswords.holdsNone(first) && !stored.anyPassword(first)) {
            return bound(question, first);
        }
        return stored.compare(question.user(), question.given(), records, question.password(), question.throttled())
                .thenApply(PasswordCheck::checked);
    }

    private static Checked checked(StoredPasswords.Result result) {
        if (result instanceof StoredPasswords.Result.Fits fits) {
            return new Checked.Right(fits.record());
        }
        if (result instanceof StoredPasswords.Result.Unavailable unavailable) {
            return new Checked.Unavailable(unavailable.reason());
        }
        return result instanceof StoredPasswords.Result.Throttled
                ? new Checked.Throttled()
                : new Checked.Wrong("wrong password");
    }

    private CompletableFuture<Checked> bound(Question question, AccountRecord record) {
        if (question.password().isEmpty()) {
            return done(new Checked.Wrong("empty password"));
        }
        String entry = "bind " + record.field(AccountRecord.DN).orElse("");
        if (verified.knows(question.user(), entry, question.password())) {
            return done(new Checked.Right(record));
        }
        return bind.orElseThrow()
                .check(question.request(), record, question.password())
                .thenApply(verdict -> {
                    if (verdict instanceof BindCheck.Verdict.Unavailable unavailable) {
                        return new Checked.Unavailable(unavailable.reason());
                    }
                    if (verdict instanceof BindCheck.Verdict.Wrong) {
                        return new Checked.Wrong("wrong password");
                    }
                    verified.remember(question.user(), entry, question.password());
                    return new Checked.Right(record);
                });
    }

    private static CompletableFuture<Checked> done(Checked checked) {
        return CompletableFuture.completedFuture(checked);
    }
}
