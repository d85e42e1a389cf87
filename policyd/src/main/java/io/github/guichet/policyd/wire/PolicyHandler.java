package io.github.guichet.policyd.wire;

import io.github.guichet.policyd.rule.Action;
import io.github.guichet.server.StreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads requests, has them decided, and replies in the order of the requests.
 *
 * <p>A decision that is there at once is written at once. One that takes time waits in a queue, and so does every later one behind
 * it. A request that is malformed, or that met a defect, gets no answer: what was asked before it is answered, then the connection is
 * closed, as Postfix's SMTPD_POLICY_README has it; Postfix then tries once more and applies its {@code default_action}.
 */
final class PolicyHandler extends StreamConnection {

    private final PolicyRequestDecoder requests = new PolicyRequestDecoder();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>(2);
    private final Decisions decisions;

    /** A request whose reply is not written: because it is not known yet, or because an earlier one is not. */
    private static final class Pending {

        private final CompletableFuture<Action> decision;
        private final long since;

        Pending(CompletableFuture<Action> decision, long since) {
            this.decision = decision;
            this.since = since;
        }
    }

    PolicyHandler(Channel channel, Decisions decisions, int maxInFlight) {
        super(channel, maxInFlight);
        this.decisions = decisions;
    }

    @Override
    public long requestsBegun() {
        return requests.begun();
    }

    @Override
    public boolean midRequest() {
        return requests.unfinished();
    }

    @Override
    public int inFlight() {
        return queue.size();
    }

    @Override
    protected void lost() {
        queue.clear();
    }

    @Override
    protected boolean next(ByteBuf in) {
        try {
            if (!requests.next(in)) {
                return false;
            }
        } catch (PolicyWireException e) {
            decisions.malformed(e);
            in.skipBytes(in.readableBytes());
            drain();
            return false;
        }
        request();
        return true;
    }

    private void request() {
        long now = System.nanoTime();
        CompletableFuture<Action> decision = decisions.decide(requests.request());
        boolean there = decision.isDone();
        if (there && queue.isEmpty()) {
            write(decision, now);
            return;
        }
        queue.add(new Pending(decision, now));
        if (!there) {
            requests.giveAway();
            decision.whenComplete((action, failure) -> later(this::decided));
        }
    }

    private void decided() {
        if (!isClosed() && writeReady()) {
            proceed();
        }
    }

    private boolean writeReady() {
        int before = queue.size();
        Pending first = queue.peek();
        while (first != null && first.decision.isDone() && !isClosed()) {
            queue.remove();
            write(first.decision, first.since);
            first = queue.peek();
        }
        return queue.size() < before;
    }

    private void write(CompletableFuture<Action> decision, long since) {
        Throwable trouble = reply(decision);
        if (trouble == null) {
            written();
            decisions.answered(since);
        } else {
            decisions.defect(trouble);
            queue.clear();
            end();
        }
    }

    /** Puts the reply into the output, or says why there is none. */
    private @Nullable Throwable reply(CompletableFuture<Action> decision) {
        try {
            PolicyReplyEncoder.encode(decision.join(), out());
            return null;
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (CancellationException | IllegalArgumentException e) {
            return e;
        }
    }
}
