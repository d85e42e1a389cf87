package io.github.guichet.policyd.check;

import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Marks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Marks in a map, and the time that they are marked by. */
final class FakeMarks implements Marks, InstantSource {

    private record Mark(MarkAnswer.Known known, Instant end) {}

    final Map<String, Mark> marks = new LinkedHashMap<>();
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    boolean down;
    int touches;

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    private MarkAnswer.Known live(String space, String key) {
        Mark mark = marks.get(space + '|' + key);
        return mark == null || mark.end().isBefore(now) ? new MarkAnswer.Known(now, now, 0) : mark.known();
    }

    @Override
    public CompletableFuture<MarkAnswer> touch(String space, String key, Duration keep) {
        if (down) {
            return CompletableFuture.completedFuture(new MarkAnswer.Unavailable("the store is down"));
        }
        touches++;
        MarkAnswer.Known before = live(space, key);
        MarkAnswer.Known known = new MarkAnswer.Known(before.first(), now, before.count() + 1);
        marks.put(space + '|' + key, new Mark(known, now.plus(keep)));
        return CompletableFuture.completedFuture(known);
    }

    @Override
    public CompletableFuture<MarkAnswer> look(String space, String key) {
        if (down) {
            return CompletableFuture.completedFuture(new MarkAnswer.Unavailable("the store is down"));
        }
        MarkAnswer.Known known = live(space, key);
        return CompletableFuture.completedFuture(known.count() == 0 ? new MarkAnswer.Unknown() : known);
    }

    @Override
    public CompletableFuture<Boolean> forget(String space, String key) {
        return CompletableFuture.completedFuture(!down && marks.remove(space + '|' + key) != null);
    }
}
