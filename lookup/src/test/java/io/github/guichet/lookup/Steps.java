package io.github.guichet.lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A trail that remembers its steps. */
final class Steps extends Trail {

    record Step(String table, String key, Answer answer, Served from, Duration age) {}

    final List<Step> steps = new ArrayList<>();

    @Override
    public void step(String table, String key, Answer answer, Served from, Duration age) {
        super.step(table, key, answer, from, age);
        steps.add(new Step(table, key, answer, from, age));
    }
}
