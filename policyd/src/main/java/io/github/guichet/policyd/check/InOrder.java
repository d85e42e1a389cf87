package io.github.guichet.policyd.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks one question after the other, on the calling thread as long as answers are there. */
final class InOrder {

    private InOrder() {}

    /** The answers in the order of the questions. */
    static <Q, A> CompletableFuture<List<A>> ask(List<Q> questions, Function<Q, CompletableFuture<A>> ask) {
        return ask(questions, ask, new ArrayList<>(questions.size()));
    }

    private static <Q, A> CompletableFuture<List<A>> ask(
            List<Q> questions, Function<Q, CompletableFuture<A>> ask, List<A> answers) {
        while (answers.size() < questions.size()) {
            CompletableFuture<A> answer = ask.apply(questions.get(answers.size()));
            if (!answer.isDone()) {
                return answer.thenCompose(late -> {
                    answers.add(late);
                    return ask(questions, ask, answers);
                });
            }
            answers.add(answer.join());
        }
        return CompletableFuture.completedFuture(answers);
    }
}
