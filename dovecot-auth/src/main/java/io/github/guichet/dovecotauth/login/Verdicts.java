package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.login.AuthObserver.Result;
import io.github.guichet.dovecotauth.login.Fingerprints.Fingerprint;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends attempts: each is counted, logged and, if it was a guess, held against its network exactly once. */
final class Verdicts {

    private static final String LOCKED_OUT = "locked out";
    private static final String LOCKED_TEXT = "Account is disabled";

    private final Penalties penalties;
    private final FailureLog log;
    private final AuthObserver observer;
    private final LockedNames locked;

    Verdicts(Penalties penalties, FailureLog log, AuthObserver observer, LockedNames locked) {
        this.penalties = penalties;
        this.log = log;
        this.observer = observer;
        this.locked = locked;
    }

    /**
     * Begins one.
     *
     * @param name who the client says it is; empty if there can be no such name
     * @param given the name as the client wrote it
     */
    Attempt begin(LoginRequest request, Optional<GivenName> name, String given) {
        return new Attempt(
                request, name.map(GivenName::user).orElse(given), penalties.network(request), name.flatMap(locked::of));
    }

    /** Whether the attempts of this user from there are not to be looked at now. */
    boolean isThrottled(Attempt attempt, String user) {
        return penalties.throttled(attempt.network(), user);
    }

    /**
     * Lets in.
     *
     * @param asked the name that was proven
     */
    LoginResult.Accepted accepted(
            Attempt attempt,
            String asked,
            Optional<String> appPassword,
            Optional<String> master,
            LoginResult.Accepted result) {
        penalties.succeeded(attempt.network(), asked);
        log.ok(attempt.request(), result.user(), appPassword, master);
        observe(attempt, Result.OK);
        return result;
    }

    /**
     * Refuses what was, or could have been, a guess. Its answer waits; the time counts from the attempt's beginning, so that it
     * does not tell whether a user exists and how his password is stored, and no dummy needs to be hashed.
     *
     * @param guess the same for the same guess
     * @param why for the log
     */
    LoginResult guessed(Attempt attempt, Supplier<Fingerprint> guess, String why) {
        log.failed(attempt.request(), attempt.shown(), why);
        Duration delay = penalised(attempt, guess);
        observe(attempt, Result.FAILED);
        return refused(attempt, Reason.CREDENTIALS, "", delay);
    }

    private Duration penalised(Attempt attempt, Supplier<Fingerprint> guess) {
        var penalty = penalties.failed(attempt.network(), attempt.shown(), guess.get());
        if (penalty.throttles()) {
            log.throttled(attempt.request(), attempt.shown());
        }
        return penalty.delay();
    }

    /**
     * Refuses somebody who is who he says.
     *
     * @param text for the user to read
     */
    LoginResult refused(Attempt attempt, Reason reason, String text, String why) {
        log.failed(attempt.request(), attempt.shown(), why);
        observe(attempt, reason == Reason.AUTHORIZATION ? Result.FAILED : Result.DISABLED);
        return refused(attempt, reason, text, Duration.ZERO);
    }

    /** Refuses as if the account were inactive. */
    LoginResult locked(Attempt attempt) {
        return refused(attempt, Reason.DISABLED, LOCKED_TEXT, LOCKED_OUT);
    }

    private static LoginResult refused(Attempt attempt, Reason reason, String text, Duration delay) {
        return new LoginResult.Refused(FailureLog.presentable(attempt.shown()), reason, text, delay);
    }

    /** Looks at nothing, because the network guesses too much. The right password is not called wrong. */
    LoginResult throttled(Attempt attempt) {
        observe(attempt, Result.THROTTLED);
        return new LoginResult.Unavailable(
                FailureLog.presentable(attempt.shown()), "too many failures", penalties.held());
    }

    /** Nobody could say, and nobody needs to if the account is locked. */
    LoginResult unavailable(Attempt attempt, String reason) {
        if (attempt.lockout().isPresent()) {
            return locked(attempt);
        }
        log.unavailable(attempt.request(), attempt.shown(), reason);
        observe(attempt, Result.UNAVAILABLE);
        return new LoginResult.Unavailable(FailureLog.presentable(attempt.shown()), reason);
    }

    /**
     * Nobody could say, but what is known speaks against it. Counts and waits as a guess: otherwise an outage of the source would
     * be the time to try passwords against what is cached, as fast as one can.
     */
    LoginResult undecided(Attempt attempt, Supplier<Fingerprint> guess, String reason) {
        Duration delay = penalised(attempt, guess);
        if (attempt.lockout().isPresent()) {
            log.failed(attempt.request(), attempt.shown(), LOCKED_OUT);
            observe(attempt, Result.DISABLED);
            return refused(attempt, Reason.DISABLED, LOCKED_TEXT, delay);
        }
        log.unavailable(attempt.request(), attempt.shown(), reason);
        observe(attempt, Result.UNAVAILABLE);
        return new LoginResult.Unavailable(FailureLog.presentable(attempt.shown()), reason, delay);
    }

    private void observe(Attempt attempt, Result result) {
        observer.attempted(attempt.request().service(), attempt.request().mechanism(), result);
    }
}
