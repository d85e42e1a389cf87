package io.github.guichet.lookup;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when a test says so, for tickers and clocks alike. */
final class FakeTicker implements Ticker, InstantSource {

    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    void back(Duration time) {
        nanos.addAndGet(-time.toNanos());
    }

    @Override
    public long read() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(1_700_000_000).plusNanos(nanos.get());
    }
}
