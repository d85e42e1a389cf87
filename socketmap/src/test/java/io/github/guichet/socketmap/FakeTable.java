package io.github.guichet.socketmap;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Answer.Found;
import io.github.guichet.lookup.Answer.Unavailable;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A table of which the test decides what it says and when. The key {@code down} is unavailable, {@code boom} throws, {@code
 * broken} completes exceptionally, and a key that begins with {@code slow} is answered by {@link #answer}.
 */
final class FakeTable implements Table {

    final Map<String, String> values = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();

    FakeTable with(String key, String value) {
        values.put(key, value);
        return this;
    }

    /** A daemon's view of maps: this table under one name. */
    Function<String, Optional<Table>> as(String map) {
        return name -> name.equals(map) ? Optional.of(this) : Optional.empty();
    }

    /** Answers a slow key that was asked. */
    void answer(String key, Answer answer) {
        take(key).complete(answer);
    }

    /** Breaks the contract of a table for a slow key that was asked. */
    void fail(String key) {
        take(key).completeExceptionally(new IllegalStateException("failed later"));
    }

    private CompletableFuture<Answer> take(String key) {
        CompletableFuture<Answer> waiting = open.remove(key);
        if (waiting == null) {
            throw new AssertionError(key + " was not asked");
        }
        return waiting;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        asked.add(key);
        if (key.equals("boom")) {
            throw new IllegalStateException("boom");
        }
        if (key.equals("broken")) {
            return CompletableFuture.failedFuture(new IllegalStateException("broken"));
        }
        if (key.equals("down")) {
            return CompletableFuture.completedFuture(new Unavailable("source db is down"));
        }
        if (key.startsWith("slow")) {
            return open.computeIfAbsent(key, k -> new CompletableFuture<>());
        }
        String value = values.get(key);
        return CompletableFuture.completedFuture(value == null ? Answer.NOT_FOUND : new Found(value));
    }

    @Override
    public Keys keys() {
        return new Keys.Listed(List.copyOf(values.keySet()));
    }
}
