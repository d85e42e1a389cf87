package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatedLogTest {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
    private final AtomicLong clock = new AtomicLong(System.nanoTime());
    private final RepeatedLog log =
            new RepeatedLog(LoggerFactory.getLogger("repeated"), clock::get, (delay, task) -> waiting.add(task));
    private final Logger sink = Logger.getLogger("repeated");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        sink.setUseParentHandlers(false);
        sink.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        sink.removeHandler(handler);
    }

    @Test
    void saysTheFirstAtOnceAndTheOthersAMinuteLater() {
        for (int i = 0; i < 100; i++) {
            log.warn("full", "{} connections on {}", i, "inet:127.0.0.1:1");
        }
        assertThat(lines).containsExactly("WARNING 0 connections on inet:127.0.0.1:1");

        passAMinute();

        assertThat(lines)
                .element(1)
                .isEqualTo("WARNING (98 more like it in the meantime) 99 connections on inet:127.0.0.1:1");
    }

    @Test
    void goesOnOnceAMinuteAndSaysTheLastOnesWhenItStops() {
        log.warn("full", "full {}", 1);
        log.warn("full", "full {}", 2);
        passAMinute();
        log.warn("full", "full {}", 3);
        log.warn("full", "full {}", 4);
        assertThat(lines).containsExactly("WARNING full 1", "WARNING full 2");
        passAMinute();
        assertThat(lines)
                .containsExactly("WARNING full 1", "WARNING full 2", "WARNING (1 more like it in the meantime) full 4");
        passAMinute();
        assertThat(lines).hasSize(3);
        log.warn("full", "quiet before");
        assertThat(lines).element(3).isEqualTo("WARNING quiet before");
    }

    private void passAMinute() {
        clock.addAndGet(60_000_000_000L);
        List<Runnable> due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void keepsCausesApart() {
        log.warn("full", "full");
        log.warn("slow", "slow");

        assertThat(lines).containsExactly("WARNING full", "WARNING slow");
    }
}
