package io.github.guichet.lookup;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Several tables of which it is enough that one knows a key. One that does not answer matters only if no other one knows it. Safe for use by
 * many threads.
 *
 * @param tables in the order in which they are asked
 */
public record AnyTable(List<Table> tables) {

    private static final CompletableFuture<Answer> NOT_FOUND = CompletableFuture.completedFuture(Answer.NOT_FOUND);

    /** Keeps a copy. */
    public AnyTable {
        tables = List.copyOf(tables);
    }

    /**
     * What the tables say of a key; complete already if all of them know at once.
     *
     * @param key as each table takes it
     */
    public CompletableFuture<Answer> find(String key) {
        return find(key, 0, NOT_FOUND);
    }

    private CompletableFuture<Answer> find(String key, int from, CompletableFuture<Answer> otherwise) {
        CompletableFuture<Answer> worst = otherwise;
        for (int i = from; i < tables.size(); i++) {
            CompletableFuture<Answer> answer = tables.get(i).lookup(key, new Trail());
            if (!answer.isDone()) {
                int next = i + 1;
                CompletableFuture<Answer> soFar = worst;
                return answer.thenCompose(late -> late instanceof Answer.Found
                        ? answer
                        : find(key, next, late instanceof Answer.Unavailable ? answer : soFar));
            }
            Answer now = answer.join();
            if (now instanceof Answer.Found) {
                return answer;
            }
            if (now instanceof Answer.Unavailable) {
                worst = answer;
            }
        }
        return worst;
    }
}
