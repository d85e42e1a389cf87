package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Marks;
import io.github.guichet.lookup.counter.MemoryCounterStore;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.check.GreylistCheck;
import io.github.guichet.policyd.check.GreylistCheckConfig;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.Verdict;
import io.github.guichet.server.AdminException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that is only looked at, beside the real one. */
class LookingStoreTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private MemoryCounterStore real;
    private Marks looking;

    @BeforeEach
    void open() {
        real = MemoryCounterStore.open(clock, 100, Optional.empty());
        looking = new LookingStore(real, clock).marks();
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void saysOfWhatWasNeverSeenThatThisIsTheFirstTimeAndNotesNothing() {
        assertThat(looking.touch("s", "k", HOUR).join()).isEqualTo(new MarkAnswer.Known(now, now, 1));
        assertThat(looking.touch("s", "k", HOUR).join()).isEqualTo(new MarkAnswer.Known(now, now, 1));
        assertThat(real.marks().look("s", "k").join()).isEqualTo(new MarkAnswer.Unknown());
    }

    @Test
    void saysOfWhatWasSeenHowItStandsNow() {
        Instant first = now;
        real.marks().touch("s", "k", HOUR).join();
        now = now.plusSeconds(600);
        assertThat(looking.touch("s", "k", HOUR).join()).isEqualTo(new MarkAnswer.Known(first, now, 2));
        assertThat(real.marks().look("s", "k").join()).isEqualTo(new MarkAnswer.Known(first, first, 1));
    }

    @Test
    void aGreylistSaysWhatItWouldSayToAStrangerAndToOneThatCameBack() throws AdminException {
        assertThat(says(looking)).isInstanceOf(Verdict.Decide.class);
        assertThat(says(real.marks())).isInstanceOf(Verdict.Decide.class);
        assertThat(says(looking)).isInstanceOf(Verdict.Decide.class);
        now = now.plusSeconds(301);
        assertThat(says(looking)).isEqualTo(Verdict.PASS);
        assertThat(says(looking)).isEqualTo(Verdict.PASS);
        assertThat(says(real.marks())).isEqualTo(Verdict.PASS);
    }

    private Verdict says(Marks marks) throws AdminException {
        GreylistCheckConfig config = new GreylistCheckConfig(
                "grey",
                marks,
                Duration.ofMinutes(5),
                HOUR,
                HOUR,
                new ClientPrefix(24, 64),
                5,
                0,
                false,
                AddressConfig.DEFAULTS,
                clock);
        return new GreylistCheck(config)
                .check(
                        TypedRequest.parse(
                                List.of("client_address=192.0.2.7", "sender=a@example.net", "recipient=b@example.org")),
                        Mode.ENFORCE)
                .join();
    }
}
