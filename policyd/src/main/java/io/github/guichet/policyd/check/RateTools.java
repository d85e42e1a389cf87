package io.github.guichet.policyd.check;

import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Counters;
import java.time.InstantSource;

/** What a rule of rates works with. */
record RateTools(
        RateConfig config,
        Counters counters,
        SubjectLimits limits,
        RateTexts texts,
        BreachWatch breaches,
        InstantSource clock) {

    /** Under which name a subject is counted. */
    CounterKey key(String subject) {
        return new CounterKey(config.rule(), subject);
    }
}
