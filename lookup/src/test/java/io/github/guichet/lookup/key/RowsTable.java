package io.github.guichet.lookup.key;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A table of rows that remembers what it was asked; a key can be made unavailable, and answers can be made late. */
final class RowsTable implements Table {

    private final Map<String, String> rows;
    private final List<String> asked = new ArrayList<>();
    private final List<Runnable> late = new ArrayList<>();
    private boolean answersLate;

    RowsTable(Map<String, String> rows) {
        this.rows = rows;
    }

    RowsTable answersLate() {
        answersLate = true;
        return this;
    }

    List<String> asked() {
        return asked;
    }

    /** Gives all late answers, also those that are asked for meanwhile. */
    void answer() {
        while (!late.isEmpty()) {
            late.remove(0).run();
        }
    }

    @Override
    public String name() {
        return "rows";
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        asked.add(key);
        String value = rows.getOrDefault(key, "");
        Answer answer = value.isEmpty()
                ? Answer.NOT_FOUND
                : value.equals("DOWN") ? new Answer.Unavailable("rows are down") : new Answer.Found(value);
        if (!answersLate) {
            return CompletableFuture.completedFuture(answer);
        }
        CompletableFuture<Answer> future = new CompletableFuture<>();
        late.add(() -> future.complete(answer));
        return future;
    }

    @Override
    public Keys keys() {
        return new Keys.Listed(List.copyOf(rows.keySet()));
    }
}
