package io.github.guichet.dovecotauth.dict;

import io.github.guichet.dovecotauth.wire.LineChannel;
import io.github.guichet.dovecotauth.wire.OutLine;
import io.github.guichet.server.DaemonMeter;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the answers of one connection in the order of its questions, long ones as fast as the peer reads. On the event loop. */
final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    private static final class Pending {
        private final long since = System.nanoTime();
        private final Runnable after;
        private Iterator<OutLine> lines = Collections.emptyIterator();
        private boolean there;

        Pending(Runnable after) {
            this.after = after;
        }
    }

    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private final LineChannel peer;
    private final DaemonMeter meter;
    private boolean closed;

    Replies(LineChannel peer, DaemonMeter meter) {
        this.peer = peer;
        this.meter = meter;
    }

    int open() {
        return queue.size();
    }

    /**
     * Answers when the future is complete.
     *
     * @param lines gone through once, as the peer reads
     * @param defect what to say when it ends in an exception, which it promises not to
     */
    <T> void await(CompletableFuture<T> answer, Function<T, Iterator<OutLine>> lines, OutLine defect) {
        await(answer, lines, defect, () -> {});
    }

    /**
     * The same.
     *
     * @param after done once, when the last line is sent, or the answer is there and nobody takes it any more
     */
    <T> void await(CompletableFuture<T> answer, Function<T, Iterator<OutLine>> lines, OutLine defect, Runnable after) {
        Pending pending = new Pending(after);
        queue.add(pending);
        answer.whenComplete((value, failure) -> {
            if (failure != null) {
                meter.internalError();
                LOG.error("{}: a question over the dict protocol ended in an exception", meter.name(), failure);
            }
            Iterator<OutLine> said =
                    failure == null ? lines.apply(value) : List.of(defect).iterator();
            if (peer.loop().inEventLoop()) {
                complete(pending, said);
            } else {
                peer.later(() -> complete(pending, said));
            }
        });
    }

    private void complete(Pending pending, Iterator<OutLine> lines) {
        if (closed) {
            pending.after.run();
            return;
        }
        pending.lines = lines;
        pending.there = true;
        proceed();
    }

    /** Sends until the peer takes no more. */
    void proceed() {
        boolean ended = false;
        for (Pending first = queue.peek(); first != null && first.there; first = queue.peek()) {
            while (first.lines.hasNext()) {
                if (!peer.writable()) {
                    settled(ended);
                    return;
                }
                peer.send(first.lines.next());
            }
            queue.remove();
            ended = true;
            first.after.run();
            meter.answered(System.nanoTime() - first.since);
        }
        settled(ended);
    }

    private void settled(boolean ended) {
        if (ended) {
            peer.settled();
        }
    }

    /** The connection is closed; holds nothing any more. */
    void closed() {
        closed = true;
        queue.stream().filter(pending -> pending.there).forEach(pending -> pending.after.run());
        queue.clear();
    }
}
