package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.login.Fingerprints.Fingerprint;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The way of an attempt: name, throttle, password or another proof, admission. */
final class LoginFlow {

    private final Accounts accounts;
    private final LoginConfig config;
    private final PasswordCheck check;
    private final Optional<PasswordCheck> masterCheck;
    private final ScramLookup scrams;
    private final Admission admission;
    private final Verdicts verdicts;
    private final Fingerprints fingerprints;
    private final Questions questions;
    private final Questions masterQuestions;

    LoginFlow(
            Accounts accounts,
            LoginConfig config,
            PasswordCheck check,
            Optional<PasswordCheck> masterCheck,
            ScramLookup scrams,
            Admission admission,
            Verdicts verdicts,
            Fingerprints fingerprints) {
        this.accounts = accounts;
        this.config = config;
        this.check = check;
        this.masterCheck = masterCheck;
        this.scrams = scrams;
        this.admission = admission;
        this.verdicts = verdicts;
        this.fingerprints = fingerprints;
        this.questions = new Questions(accounts.passwords());
        this.masterQuestions = new Questions(config.masterUsers());
    }

    private Optional<GivenName> name(String authorization, String user) {
        return GivenName.of(accounts.names(), config.masterSeparator(), authorization, user);
    }

    CompletableFuture<LoginResult> password(LoginRequest request, String authorization, String user, String password) {
        Optional<GivenName> parsed = name(authorization, user);
        Attempt attempt = verdicts.begin(request, parsed, user);
        Supplier<Fingerprint> guess = () -> fingerprints.of("guess", attempt.shown(), password);
        if (verdicts.isThrottled(attempt, attempt.shown())) {
            return done(verdicts.throttled(attempt));
        }
        if (parsed.isEmpty()) {
            return done(verdicts.guessed(attempt, guess, "no such name can exist"));
        }
        GivenName name = parsed.get();
        if (name.target().isEmpty() || masterCheck.isEmpty()) {
            return ordinary(attempt, name, password, guess);
        }
        AccountRequest question = masterQuestions.about(request, name, Optional.of(password));
        return masterCheck
                .get()
                .check(new PasswordCheck.Question(
                        question, name.given(), password, () -> verdicts.isThrottled(attempt, name.user())))
                .thenCompose(checked -> {
                    if (checked instanceof Checked.Right) {
                        return asTarget(attempt, name, Optional.of(password), guess);
                    }
                    boolean noMaster = checked instanceof Checked.Wrong wrong && wrong.unknown();
                    return noMaster ? ordinary(attempt, name, password, guess) : done(ended(attempt, guess, checked));
                });
    }

    private CompletableFuture<LoginResult> ordinary(
            Attempt attempt, GivenName name, String password, Supplier<Fingerprint> guess) {
        AccountRequest question = questions.about(attempt.request(), name, Optional.of(password));
        return check.check(new PasswordCheck.Question(
                        question, name.given(), password, () -> verdicts.isThrottled(attempt, name.user())))
                .thenCompose(checked -> {
                    if (!(checked instanceof Checked.Right right)) {
                        return done(ended(attempt, guess, checked));
                    }
                    if (name.target().isPresent()) {
                        return done(notMaster(attempt));
                    }
                    return admission.admit(
                            attempt,
                            new Admission.Proven(
                                    name, name.user(), right.record(), Optional.empty(), Optional.of(password), guess));
                });
    }

    private LoginResult ended(Attempt attempt, Supplier<Fingerprint> guess, Checked checked) {
        if (checked instanceof Checked.Unavailable unavailable) {
            return unavailable.misfit()
                    ? verdicts.undecided(attempt, guess, unavailable.reason())
                    : verdicts.unavailable(attempt, unavailable.reason());
        }
        if (checked instanceof Checked.Throttled) {
            return verdicts.throttled(attempt);
        }
        return verdicts.guessed(attempt, guess, ((Checked.Wrong) checked).why());
    }

    private LoginResult notMaster(Attempt attempt) {
        return verdicts.refused(attempt, Reason.AUTHORIZATION, "", "not a master user");
    }

    CompletableFuture<LoginResult> proven(LoginRequest request, String authorization, String user) {
        Optional<GivenName> parsed = name(authorization, user);
        Attempt attempt = verdicts.begin(request, parsed, user);
        Supplier<Fingerprint> guess = () -> fingerprints.of("proven", request.mechanism(), attempt.shown());
        // Exchanges that began before their network was throttled would otherwise be as many guesses as connections can
        // be opened.
        if (ScramLookup.hashOf(request.mechanism()).isPresent() && verdicts.isThrottled(attempt, attempt.shown())) {
            return done(verdicts.throttled(attempt));
        }
        if (parsed.isEmpty()) {
            return done(verdicts.guessed(attempt, guess, "no such name can exist"));
        }
        GivenName name = parsed.get();
        if (name.target().isEmpty()) {
            return admitted(attempt, name, name.user(), questions.about(request, name, Optional.empty()), guess);
        }
        if (config.masterUsers().isEmpty()) {
            return done(notMaster(attempt));
        }
        AccountRequest question = masterQuestions.about(request, name, Optional.empty());
        return config.masterUsers().get().lookup(question).thenCompose(answer -> {
            if (answer instanceof AccountAnswer.Unavailable unavailable) {
                return done(verdicts.unavailable(attempt, unavailable.reason()));
            }
            return answer instanceof AccountAnswer.Found
                    ? asTarget(attempt, name, Optional.empty(), guess)
                    : done(notMaster(attempt));
        });
    }

    /** A passdb that wants to see the password can say nothing here; whoever has proven himself comes in without its fields. */
    private Optional<AccountTable> records() {
        return accounts.passwords().filter(table -> !table.uses(AccountSource.PASSWORD));
    }

    private CompletableFuture<LoginResult> admitted(
            Attempt attempt, GivenName name, String asked, AccountRequest question, Supplier<Fingerprint> guess) {
        if (records().isEmpty()) {
            return admission.admit(attempt, proof(name, asked, AccountRecord.EMPTY, Optional.empty(), guess));
        }
        return records().get().lookup(question).thenCompose(answer -> {
            Optional<LoginResult> none = withoutRecord(attempt, guess, answer);
            if (none.isPresent()) {
                return done(none.get());
            }
            List<AccountRecord> all = plain((AccountAnswer.Found) answer);
            AccountRecord record = ScramLookup.hashOf(attempt.request().mechanism())
                    .flatMap(hash -> scrams.usable(all, hash))
                    .orElse(all.get(0));
            return admission.admit(attempt, proof(name, asked, record, Optional.empty(), guess));
        });
    }

    private Optional<LoginResult> withoutRecord(Attempt attempt, Supplier<Fingerprint> guess, AccountAnswer answer) {
        if (answer instanceof AccountAnswer.Unavailable unavailable) {
            return Optional.of(verdicts.unavailable(attempt, unavailable.reason()));
        }
        if (answer instanceof AccountAnswer.Found found) {
            return usable(found)
                    ? Optional.empty()
                    : Optional.of(
                            verdicts.unavailable(attempt, "the record has expired and its source is unavailable"));
        }
        if (PasswordCheck.isStale(answer)) {
            return Optional.of(
                    verdicts.unavailable(attempt, "an expired \"not found\", and the source is unavailable"));
        }
        return Optional.of(verdicts.guessed(attempt, guess, "unknown user"));
    }

    private boolean usable(AccountAnswer.Found found) {
        return config.staleLogins() || found.served() != Served.STALE;
    }

    private static List<AccountRecord> plain(AccountAnswer.Found found) {
        return found.records().stream().map(FieldSuffixes::passdb).toList();
    }

    private static Admission.Proven proof(
            GivenName name, String asked, AccountRecord record, Optional<String> master, Supplier<Fingerprint> guess) {
        return new Admission.Proven(name, asked, record, master, Optional.empty(), guess);
    }

    /** A master user has proven himself; the account that he wants must exist. */
    private CompletableFuture<LoginResult> asTarget(
            Attempt attempt, GivenName name, Optional<String> password, Supplier<Fingerprint> guess) {
        String target = name.target().orElseThrow();
        Optional<String> master = Optional.of(name.user());
        Function<AccountRecord, Admission.Proven> proven =
                record -> new Admission.Proven(name, target, record, master, password, guess);
        if (records().isEmpty()) {
            return admission.admit(attempt, proven.apply(AccountRecord.EMPTY));
        }
        return records()
                .get()
                .lookup(questions.aboutTarget(attempt.request(), name, target))
                .thenCompose(answer -> {
                    if (answer instanceof AccountAnswer.NotFound && !PasswordCheck.isStale(answer)) {
                        return done(verdicts.refused(
                                attempt, Reason.AUTHORIZATION, "", "a master user asked for an unknown user"));
                    }
                    Optional<LoginResult> none = withoutRecord(attempt, guess, answer);
                    return none.isPresent()
                            ? done(none.get())
                            : admission.admit(
                                    attempt,
                                    proven.apply(
                                            plain((AccountAnswer.Found) answer).get(0)));
                });
    }

    private static CompletableFuture<LoginResult> done(LoginResult result) {
        return CompletableFuture.completedFuture(result);
    }
}
