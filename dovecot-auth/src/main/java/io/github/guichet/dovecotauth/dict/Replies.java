package io.github.guichet.dovecotauth.dict;

import io.github.guichet.dovecotauth.wire.LineChannel;
import io.github.guichet.dovecotauth.wire.OutLine;
import io.github.guichet.server.DaemonMeter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the answers of one connection in the order of its questions. On the event loop. */
final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    private static final class Pending {
        private final long since = System.nanoTime();
        private List<OutLine> lines = List.of();
        private boolean there;
    }

    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private final LineChannel peer;
    private final DaemonMeter meter;

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
     * @param defect what to say when it ends in an exception, which it promises not to
     */
    <T> void await(CompletableFuture<T> answer, Function<T, List<OutLine>> lines, OutLine defect) {
        Pending pending = new Pending();
        queue.add(pending);
        answer.whenComplete((value, failure) -> {
            if (failure != null) {
                meter.internalError();
                LOG.error("{}: a question over the dict protocol ended in an exception", meter.name(), failure);
            }
            List<OutLine> said = failure == null ? lines.apply(value) : List.of(defect);
            if (peer.loop().inEventLoop()) {
                complete(pending, said);
            } else {
                peer.later(() -> complete(pending, said));
            }
        });
    }

    private void complete(Pending pending, List<OutLine> lines) {
        pending.lines = lines;
        pending.there = true;
        for (Pending first = queue.peek(); first != null && first.there; first = queue.peek()) {
            queue.remove();
            first.lines.forEach(peer::send);
            meter.answered(System.nanoTime() - first.since);
        }
        peer.settled();
    }
}
