package io.github.guichet.lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A table that answers what a test tells it to, at once or when the test lets it. Counts the questions. */
public final class ScriptedTable implements Table {

    public final Map<String, String> rows = new HashMap<>();
    public final List<String> asked = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    public boolean down;
    public boolean hold;
    boolean stale;

    private final String name;

    public ScriptedTable(String name) {
        this.name = name;
    }

    public ScriptedTable with(String key, String value) {
        rows.put(key, value);
        return this;
    }

    public ScriptedTable down() {
        down = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        asked.add(key);
        Answer answer = answer(key);
        trail.step(name, key, answer, stale ? Served.STALE : Served.SOURCE, Duration.ZERO);
        if (!hold) {
            return CompletableFuture.completedFuture(answer);
        }
        CompletableFuture<Answer> open = new CompletableFuture<>();
        held.add(() -> open.complete(answer));
        return open;
    }

    Answer answer(String key) {
        if (down) {
            return new Answer.Unavailable(name + " is down");
        }
        String value = rows.get(key);
        return value == null ? Answer.NOT_FOUND : new Answer.Found(value);
    }

    /** Answers everything that was held, with what was true when it was asked. */
    public void letGo() {
        List<Runnable> now = List.copyOf(held);
        held.clear();
        now.forEach(Runnable::run);
    }

    int heldNow() {
        return held.size();
    }

    /** Answers the oldest question that was held. */
    void letOneGo() {
        held.remove(0).run();
    }

    @Override
    public Keys keys() {
        return down ? new Keys.Unavailable(name + " is down") : new Keys.Listed(List.copyOf(rows.keySet()));
    }
}
