package io.github.guichet.lookup.sendas;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Steps that follow one another until one says that it was enough; on the calling thread as long as answers are there. */
final class Walked {

    static final CompletableFuture<Boolean> ENOUGH = CompletableFuture.completedFuture(true);
    static final CompletableFuture<Boolean> ON = CompletableFuture.completedFuture(false);

    private Walked() {}

    static CompletableFuture<Boolean> of(boolean enough) {
        return enough ? ENOUGH : ON;
    }

    /** The next step if the question was answered with no, else {@code otherwise}. */
    static CompletableFuture<Boolean> then(
            CompletableFuture<Boolean> question,
            Supplier<CompletableFuture<Boolean>> ifNot,
            CompletableFuture<Boolean> otherwise) {
        if (question.isDone()) {
            return question.join() ? otherwise : ifNot.get();
        }
        return question.thenCompose(yes -> yes ? otherwise : ifNot.get());
    }

    /** The next step, unless this one was enough. */
    static CompletableFuture<Boolean> then(CompletableFuture<Boolean> step, Supplier<CompletableFuture<Boolean>> next) {
        if (step.isDone()) {
            return step.join() ? step : next.get();
        }
        return step.thenCompose(enough -> enough ? ENOUGH : next.get());
    }
}
