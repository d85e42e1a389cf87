package io.github.guichet.lookup.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Marks} does, wherever it remembers. Times may be cut to seconds. */
public abstract class MarksContract {

    private static final Duration WEEK = Duration.ofDays(7);

    /** The time of the store. */
    protected final ManualClock clock = new ManualClock();

    private CounterStore store;
    private Marks marks;

    /** Opens an empty store. */
    protected abstract CounterStore open(InstantSource time) throws Exception;

    @BeforeEach
    void openTheStore() throws Exception {
        store = open(clock);
        marks = store.marks();
    }

    @AfterEach
    void closeTheStore() {
        store.close();
    }

    private MarkAnswer.Known touch(String space, String key) {
        return known(marks.touch(space, key, WEEK).join());
    }

    private static MarkAnswer.Known known(MarkAnswer answer) {
        assertThat(answer).isInstanceOf(MarkAnswer.Known.class);
        MarkAnswer.Known known = (MarkAnswer.Known) answer;
        return new MarkAnswer.Known(second(known.first()), second(known.last()), known.count());
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    @Test
    void isUnknownUntilItIsSeen() {
        assertThat(marks.look("greylist", "x").join()).isEqualTo(new MarkAnswer.Unknown());
        Instant now = second(clock.instant());
        assertThat(touch("greylist", "x")).isEqualTo(new MarkAnswer.Known(now, now, 1));
        assertThat(known(marks.look("greylist", "x").join())).isEqualTo(new MarkAnswer.Known(now, now, 1));
    }

    @Test
    void remembersTheFirstAndTheLastTime() {
        Instant first = second(clock.instant());
        touch("greylist", "x");
        clock.pass(Duration.ofMinutes(7));
        Instant last = second(clock.instant());
        assertThat(touch("greylist", "x")).isEqualTo(new MarkAnswer.Known(first, last, 2));
        clock.pass(Duration.ofMinutes(7));
        assertThat(known(marks.look("greylist", "x").join())).isEqualTo(new MarkAnswer.Known(first, last, 2));
    }

    @Test
    void isNewAgainAfterItsTime() {
        touch("greylist", "x");
        clock.pass(WEEK.plusSeconds(2));
        assertThat(marks.look("greylist", "x").join()).isEqualTo(new MarkAnswer.Unknown());
        Instant now = second(clock.instant());
        assertThat(touch("greylist", "x")).isEqualTo(new MarkAnswer.Known(now, now, 1));
    }

    @Test
    void eachTimeKeepsItLonger() {
        for (int i = 1; i <= 5; i++) {
            assertThat(touch("greylist", "x").count()).isEqualTo(i);
            clock.pass(WEEK.minusSeconds(2));
        }
    }

    @Test
    void spacesAndKeysAreApart() {
        touch("greylist", "x");
        touch("greylist", "X");
        touch("client", "x");
        assertThat(touch("greylist", "x").count()).isEqualTo(2);
        assertThat(touch("greylist", "X").count()).isEqualTo(2);
        assertThat(touch("client", "x").count()).isEqualTo(2);
    }

    @Test
    void forgetsOnRequest() {
        touch("greylist", "x");
        assertThat(marks.forget("greylist", "x").join()).isTrue();
        assertThat(marks.forget("greylist", "x").join()).isFalse();
        assertThat(touch("greylist", "x").count()).isEqualTo(1);
    }

    @Test
    void manyAtOnceAreAllCounted() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                work.add(() -> {
                    for (int j = 0; j < 20; j++) {
                        touch("greylist", "x");
                    }
                    return null;
                });
            }
            for (Future<Void> each : clients.invokeAll(work)) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(touch("greylist", "x").count()).isEqualTo(161);
    }
}
