package io.github.guichet.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the questions that are not answered yet. One that is answered at once is not counted, because it is over before the event loop
 * that asked it does anything else. Safe for use by many threads.
 */
final class InFlight {

    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();

    /** Counts a question until it is answered; the same future. */
    <T> CompletableFuture<T> track(CompletableFuture<T> answer) {
        if (!answer.isDone()) {
            begin();
            answer.whenComplete((said, defect) -> end());
        }
        return answer;
    }

    void begin() {
        begun.increment();
    }

    void end() {
        ended.increment();
    }

    /** Whether all are answered; what begins meanwhile may be missed. */
    boolean isNone() {
        // In this order: one that ends in between is then counted as open, and not one that begins as ended.
        long over = ended.sum();
        return begun.sum() == over;
    }
}
