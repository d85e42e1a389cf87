package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.dovecotauth.sasl.SaslExchange;
import io.github.guichet.dovecotauth.sasl.SaslStep;
import io.github.guichet.dovecotauth.sasl.SaslStep.Challenge;
import io.github.guichet.dovecotauth.sasl.SaslStep.Done;
import io.github.guichet.dovecotauth.wire.OutLine;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One AUTH, from its line to its answer. On the event loop only.
 *
 * <pre>
 * WORKING     a mechanism or the log-in behind it is at work           -> WAITING, CONFIRMING, HELD, ended
 * WAITING     the client has a challenge                               -> WORKING, ended
 * CONFIRMING  the client has the last data of a success                -> ended
 * HELD        it has failed, and the answer is held back               -> ended
 * </pre>
 *
 * Whatever comes after the end is dropped: the log-in that answers too late, the timer that was on its way.
 */
final class ClientRequest {

    private enum State {
        WORKING,
        WAITING,
        CONFIRMING,
        HELD,
        ENDED
    }

    private static final byte[] NONE = {};

    private final AuthCommand command;
    private final SaslExchange exchange;
    private final ClientSession session;

    private State state = State.WAITING;
    private long since;
    private @Nullable Future<?> timeout;
    private @Nullable Future<?> release;
    private @Nullable Accepted unconfirmed;
    private @Nullable OutLine held;

    private @Nullable Unavailable heldTrouble;

    ClientRequest(AuthCommand command, SaslExchange exchange, ClientSession session) {
        this.command = command;
        this.exchange = exchange;
        this.session = session;
    }

    long id() {
        return command.id();
    }

    boolean working() {
        return state == State.WORKING;
    }

    /** The client says something; absent only for an AUTH without initial response. */
    void take(Optional<byte[]> response) {
        since = session.now();
        Accepted accepted = unconfirmed;
        if (state == State.CONFIRMING && accepted != null) {
            // Dovecot does not look at what the client says to a success, either.
            succeed(accepted, NONE);
            return;
        }
        if (state == State.HELD) {
            return; // its answer is on the way
        }
        if (state == State.WORKING) {
            end(session.replies().fail(command.id(), "", "", "Unexpected continuation"));
            return;
        }
        work(response);
    }

    private void work(Optional<byte[]> response) {
        state = State.WORKING;
        session.workBegins();
        CompletableFuture<SaslStep> step = begin(response);
        if (step.isDone()) {
            stepped(step);
        } else {
            armTimeout();
            step.whenComplete((value, failure) -> session.later(() -> stepped(step)));
        }
    }

    private CompletableFuture<SaslStep> begin(Optional<byte[]> response) {
        try {
            return exchange.step(response);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void stepped(CompletableFuture<SaslStep> step) {
        if (state != State.WORKING) {
            return;
        }
        SaslStep value = step.handle((s, failure) -> failure == null ? s : session.defect(failure))
                .join();
        if (value instanceof Challenge challenge) {
            challenge(State.WAITING, challenge.data());
        } else {
            done((Done) value);
        }
    }

    private void challenge(State next, byte[] data) {
        leaveWork(next);
        armTimeout();
        session.answered(since);
        session.send(OutLine.of("CONT").field(command.id()).field(Base64Text.encode(data)));
    }

    private void done(Done done) {
        LoginResult result = done.result();
        if (result instanceof Accepted accepted) {
            if (done.additional().length > 0 && !command.finalRespOk()) {
                unconfirmed = accepted;
                challenge(State.CONFIRMING, done.additional());
            } else {
                succeed(accepted, done.additional());
            }
        } else if (result instanceof Refused refused) {
            refuse(refused);
        } else {
            giveUp((Unavailable) result);
        }
    }

    private void succeed(Accepted accepted, byte[] additional) {
        OutLine line = session.replies().ok(command, accepted, additional);
        if (!ClientReplies.fits(line)) {
            giveUp(new Unavailable(accepted.user(), "the fields of the account do not fit a line"));
            return;
        }
        if (!command.nologin()
                && !accepted.fields().has("nologin")
                && !accepted.fields().has("proxy")) {
            session.issueTicket(command, accepted);
        }
        end(line);
    }

    /**
     * Fails, after the delay. It runs from when the client spoke: so the answer does not tell how long the check took, and so
     * whether there was anything to check.
     */
    private void refuse(Refused refused) {
        OutLine line = session.replies().fail(command.id(), refused);
        long hold = session.hold(refused.delay(), since);
        if (hold <= 0) {
            end(line);
            return;
        }
        leaveWork(State.HELD);
        session.answered(since);
        held = line;
        release = session.schedule(this::release, Duration.ofNanos(hold));
    }

    /** Says that nobody could say, after the delay, if any: a network that guesses waits for that too. */
    private void giveUp(Unavailable unavailable) {
        long hold = session.hold(unavailable.delay(), since);
        if (unavailable.delay().isZero() || hold <= 0) {
            tell(unavailable);
            return;
        }
        leaveWork(State.HELD);
        heldTrouble = unavailable;
        release = session.schedule(this::release, Duration.ofNanos(hold));
    }

    private void tell(Unavailable unavailable) {
        Optional<OutLine> line = session.unavailable(command, unavailable);
        if (line.isPresent()) {
            end(line.get());
        } else {
            forget();
        }
    }

    /** Answers now what is only held back. */
    void release() {
        OutLine line = held;
        Unavailable trouble = heldTrouble;
        if (state != State.HELD) {
            return;
        }
        if (line != null) {
            forget();
            session.send(line);
        } else if (trouble != null) {
            tell(trouble);
        }
    }

    private void timedOut() {
        if (state == State.WORKING) {
            giveUp(new Unavailable("", "no answer in time"));
            session.settled();
        } else if (state == State.WAITING || state == State.CONFIRMING) {
            // As in Dovecot: nobody asked anything, so nothing is answered. The client is told when it comes back.
            forget();
        }
    }

    private void end(OutLine line) {
        forget();
        session.answered(since);
        session.send(line);
    }

    /** Ends without an answer. */
    void forget() {
        leaveWork(State.ENDED);
        cancel(timeout);
        cancel(release);
        session.ended(this);
    }

    private void leaveWork(State next) {
        boolean worked = state == State.WORKING;
        state = next;
        if (worked) {
            session.workEnds();
        }
    }

    private void armTimeout() {
        if (timeout == null) {
            timeout = session.schedule(this::timedOut, session.config().requestTime());
        }
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
