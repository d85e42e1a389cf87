package io.github.guichet.milter.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A table with rows, which can be down or slow. */
final class KnownTable implements Table {

    final List<String> asked = new ArrayList<>();
    boolean down;
    boolean slow;
    private final Map<String, String> rows = new HashMap<>();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();

    /** Rows from keys and values in turn. */
    static KnownTable of(String... keysAndValues) {
        KnownTable table = new KnownTable();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            table.rows.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return table;
    }

    @Override
    public String name() {
        return "known";
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        asked.add(key);
        String value = rows.get(key);
        Answer answer = down
                ? new Answer.Unavailable("known is down")
                : value == null ? Answer.NOT_FOUND : new Answer.Found(value);
        if (!slow) {
            return CompletableFuture.completedFuture(answer);
        }
        CompletableFuture<Answer> open = new CompletableFuture<>();
        held.add(() -> open.complete(answer));
        return open;
    }

    /** Answers all that is held, and what is asked because of that. */
    void letGo() {
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    @Override
    public Keys keys() {
        return new Keys.Listed(List.copyOf(rows.keySet()));
    }
}
