package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplaysTest {

    private final Replays replays = new Replays();

    private static CompletableFuture<Verdict> verdict() {
        return new CompletableFuture<>();
    }

    @Test
    void whatWasSaidIsSaidAgain() {
        CompletableFuture<Verdict> first = verdict();
        assertThat(replays.before("1.2.3.4", first)).isEmpty();
        assertThat(replays.before("1.2.3.4", verdict())).contains(new Replays.Said.Once(first));
        assertThat(replays.before("1.2.3.5", verdict())).isEmpty();
    }

    @Test
    void whatIsForgottenBeginsAnew() {
        CompletableFuture<Verdict> first = verdict();
        replays.before("1.2.3.4", first);
        replays.forget("1.2.3.4", verdict());
        assertThat(replays.before("1.2.3.4", verdict())).contains(new Replays.Said.Once(first));
        replays.forget("1.2.3.4", first);
        assertThat(replays.before("1.2.3.4", verdict())).isEmpty();
    }

    @Test
    void whatWasCountedCanBeTakenBackOnce() {
        CompletableFuture<Verdict> first = verdict();
        replays.before("1.2.3.4", first);
        Replays.Said.Counted counted = new Replays.Said.Counted(
                3, List.of(new Limit(100, Duration.ofHours(1))), Instant.parse("2026-03-01T12:00:00.123456789Z"));
        replays.counted("1.2.3.4", first, counted);

        assertThat(replays.before("1.2.3.4", verdict())).contains(counted);
        assertThat(replays.before("1.2.3.5", verdict())).isEmpty();
        assertThat(replays.forget("1.2.3.4", counted)).isTrue();
        assertThat(replays.forget("1.2.3.4", counted)).isFalse();
        assertThat(replays.before("1.2.3.4", verdict())).isEmpty();
        assertThat(replays.forget("1.2.3.4", counted)).as("of another time").isFalse();
    }

    @Test
    void aMailIsRememberedOverAThousandOthers() {
        for (int i = 0; i < 100_000; i++) {
            String instance = "1a2b.6b00a8e3.3be41." + Integer.toHexString(i);
            assertThat(replays.before(instance, verdict())).isEmpty();
            if (i >= 1000) {
                String earlier = "1a2b.6b00a8e3.3be41." + Integer.toHexString(i - 1000);
                assertThat(replays.before(earlier, verdict())).as(earlier).isPresent();
            }
        }
    }
}
