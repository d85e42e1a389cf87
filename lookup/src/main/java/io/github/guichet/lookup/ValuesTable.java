package io.github.guichet.lookup;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Keys and values that stand in the configuration, as in Postfix's inline tables: keys are folded when they are stored and
 * when they are asked. Immutable.
 */
public final class ValuesTable implements Table {

    private static final CompletableFuture<Answer> NOT_FOUND = CompletableFuture.completedFuture(Answer.NOT_FOUND);

    private final String name;
    private final Map<String, Answer> answers = new HashMap<>();

    /**
     * A table.
     *
     * @param name its name
     * @param values no key and no value may be empty; of two keys that differ only in case the first counts
     * @throws IllegalArgumentException for an empty key or value
     */
    public ValuesTable(String name, Map<String, String> values) {
        this.name = name;
        values.forEach((key, value) -> {
            if (key.isEmpty() || value.isEmpty()) {
                throw new IllegalArgumentException(
                        "map " + name + ": the key \"" + key + "\" and its value must not be empty");
            }
            answers.putIfAbsent(CaseFold.fold(key), new Answer.Found(value));
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        Answer found = answers.get(CaseFold.fold(key));
        Answer answer = found == null ? Answer.NOT_FOUND : found;
        trail.step(name, key, answer, Served.CACHE, Duration.ZERO);
        return found == null ? NOT_FOUND : CompletableFuture.completedFuture(answer);
    }

    @Override
    public Keys keys() {
        return new Keys.Listed(List.copyOf(answers.keySet()));
    }
}
