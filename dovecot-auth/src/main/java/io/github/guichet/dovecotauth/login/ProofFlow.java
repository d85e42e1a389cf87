package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.login.Fingerprints.Fingerprint;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What a mechanism asks before a proof, and what becomes of a proof that is wrong. */
final class ProofFlow {

    private final Accounts accounts;
    private final LoginConfig config;
    private final ScramLookup scrams;
    private final Verdicts verdicts;
    private final Fingerprints fingerprints;
    private final Questions questions;
    private final Questions masterQuestions;
    private final AtomicLong proofs = new AtomicLong();

    ProofFlow(Accounts accounts, LoginConfig config, ScramLookup scrams, Verdicts verdicts, Fingerprints fingerprints) {
        this.accounts = accounts;
        this.config = config;
        this.scrams = scrams;
        this.verdicts = verdicts;
        this.fingerprints = fingerprints;
        this.questions = new Questions(accounts.passwords());
        this.masterQuestions = new Questions(config.masterUsers());
    }

    private Optional<GivenName> name(String user) {
        return GivenName.of(accounts.names(), config.masterSeparator(), "", user);
    }

    private Optional<AccountTable> records() {
        return accounts.passwords().filter(table -> !table.uses(AccountSource.PASSWORD));
    }

    /** See {@link Login#scram}. */
    CompletableFuture<ScramCredentials> scram(LoginRequest request, String user, ScramHash hash) {
        Optional<GivenName> parsed = name(user);
        Attempt attempt = verdicts.begin(request, parsed, user);
        if (verdicts.isThrottled(attempt, attempt.shown())) {
            LoginResult unused = verdicts.throttled(attempt);
            return CompletableFuture.completedFuture(new ScramCredentials.Unavailable("too many failures"));
        }
        if (parsed.isEmpty()) {
            return CompletableFuture.completedFuture(scrams.madeUp(user, hash));
        }
        GivenName name = parsed.get();
        boolean master = name.target().isPresent() && config.masterUsers().isPresent();
        Optional<AccountTable> table = master ? config.masterUsers() : records();
        if (table.isEmpty()) {
            return CompletableFuture.completedFuture(scrams.madeUp(name.user(), hash));
        }
        AccountRequest question = (master ? masterQuestions : questions).about(request, name, Optional.empty());
        return table.get()
                .lookup(question)
                .thenCompose(answer -> credentials(name.user(), answer, hash))
                .thenApply(credentials -> {
                    if (!(credentials instanceof ScramCredentials.Unavailable unavailable)) {
                        return credentials;
                    }
                    LoginResult result = verdicts.unavailable(attempt, unavailable.reason());
                    return result instanceof LoginResult.Refused ? new ScramCredentials.Refused(result) : credentials;
                });
    }

    private CompletableFuture<ScramCredentials> credentials(String user, AccountAnswer answer, ScramHash hash) {
        if (answer instanceof AccountAnswer.Unavailable unavailable) {
            return CompletableFuture.completedFuture(new ScramCredentials.Unavailable(unavailable.reason()));
        }
        if (PasswordCheck.isStale(answer)) {
            return CompletableFuture.completedFuture(
                    new ScramCredentials.Unavailable("an expired \"not found\", and the source is unavailable"));
        }
        if (!(answer instanceof AccountAnswer.Found found)) {
            return CompletableFuture.completedFuture(scrams.madeUp(user, hash));
        }
        return config.staleLogins() || found.served() != Served.STALE
                ? scrams.of(
                        user,
                        found.records().stream().map(FieldSuffixes::passdb).toList(),
                        hash)
                : CompletableFuture.completedFuture(
                        new ScramCredentials.Unavailable("the record has expired and its source is unavailable"));
    }

    /** See {@link Login#refuse}. */
    CompletableFuture<LoginResult> refuse(LoginRequest request, String user, String why) {
        Optional<GivenName> parsed = name(user);
        Attempt attempt = verdicts.begin(request, parsed, user);
        boolean scram = ScramLookup.hashOf(request.mechanism()).isPresent();
        if (scram && verdicts.isThrottled(attempt, attempt.shown())) {
            return done(verdicts.throttled(attempt)); // as a right proof is; see LoginFlow
        }
        // Proofs never repeat, so each counts; a token cannot be guessed, so one that has expired counts once.
        Supplier<Fingerprint> guess = () -> fingerprints.of(
                "refused", request.mechanism(), attempt.shown(), scram ? Long.toString(proofs.incrementAndGet()) : "");
        Optional<AccountTable> table =
                records().filter(t -> scram && parsed.isPresent() && t.cache().isPresent());
        if (table.isEmpty()) {
            return done(verdicts.guessed(attempt, guess, why));
        }
        AccountRequest question = questions.about(request, parsed.get(), Optional.empty());
        return table.get()
                .lookup(question)
                .thenCompose(before -> isCached(before)
                        ? table.get()
                                .lookupAgain(question)
                                .thenApply(again -> recheck(attempt, guess, why, before, again))
                        : done(verdicts.guessed(attempt, guess, why)));
    }

    private static boolean isCached(AccountAnswer answer) {
        return answer instanceof AccountAnswer.Found found && found.served() != Served.SOURCE;
    }

    /** The proof was held against a cached record. If that has changed, or nobody can say, it was perhaps not wrong. */
    private LoginResult recheck(
            Attempt attempt, Supplier<Fingerprint> guess, String why, AccountAnswer before, AccountAnswer again) {
        if (again instanceof AccountAnswer.Unavailable unavailable) {
            return verdicts.undecided(attempt, guess, unavailable.reason());
        }
        if (again instanceof AccountAnswer.Found found) {
            if (found.served() != Served.SOURCE) {
                return verdicts.undecided(
                        attempt, guess, "a proof does not fit a cached record, and its source is unavailable");
            }
            if (!found.records().equals(((AccountAnswer.Found) before).records())) {
                return verdicts.undecided(attempt, guess, "the record changed during the exchange");
            }
        }
        return verdicts.guessed(attempt, guess, why);
    }

    private static CompletableFuture<LoginResult> done(LoginResult result) {
        return CompletableFuture.completedFuture(result);
    }
}
