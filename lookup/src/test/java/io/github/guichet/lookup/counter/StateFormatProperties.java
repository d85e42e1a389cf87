package io.github.guichet.lookup.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class StateFormatProperties {

    private static final CounterKey KEY = new CounterKey("rule é", "subject");

    /** So much, so many milliseconds after the last. */
    record Arrival(long pause, long amount) {}

    /** Notes what is read. */
    private static final class Reading implements StateFormat.Reader {
        private final List<SubjectCounts> subjects = new ArrayList<>();

        @Override
        public void subject(CounterKey key, SubjectCounts subject) {
            subjects.add(subject);
        }

        @Override
        public void raise(Raise raise) {}

        @Override
        public void mark(MemoryMarks.MarkKey key, MemoryMarks.Mark mark) {}
    }

    @Provide
    Arbitrary<Arrival> arrivals() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 4_000_000),
                        Arbitraries.longs().between(1, 1L << 40))
                .as(Arrival::new);
    }

    @Property(tries = 300)
    void whatIsReadRefusesAndAllowsWhatWasWritten(
            @ForAll @Size(max = 100) List<@From("arrivals") Arrival> arrivals,
            @ForAll @LongRange(min = 0, max = 10_000_000) long stopped,
            @ForAll @LongRange(min = 0, max = 10_000_000) long ahead)
            throws IOException {
        List<Limit> limits = List.of(
                new Limit(1L << 50, Duration.ofHours(1)),
                new Limit(1L << 50, Duration.ofDays(3).plusMillis(7)));
        SubjectCounts before = new SubjectCounts();
        long now = 1_800_000_000_123L;
        for (Arrival arrival : arrivals) {
            now += arrival.pause();
            before.ask(arrival.amount(), limits, now, true);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        StateFormat.writeHeader(out, now - ahead, ahead);
        StateFormat.write(out, KEY, before);
        StateFormat.writeEnd(out, 1);
        Reading reading = new Reading();
        StateFormat.read(
                new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), now - ahead + stopped, reading);
        List<Long> expected = used(before, limits, now + stopped);
        List<Long> read = reading.subjects.isEmpty()
                ? List.of(0L, 0L)
                : used(reading.subjects.get(0), limits, now - ahead + stopped);
        for (int i = 0; i < limits.size(); i++) {
            assertThat(read.get(i)).as("never less").isGreaterThanOrEqualTo(expected.get(i));
        }
        if (ahead == 0) {
            assertThat(read).isEqualTo(expected);
        }
    }

    private static List<Long> used(SubjectCounts subject, List<Limit> limits, long now) {
        CountAnswer.Within answer = (CountAnswer.Within) subject.ask(0, limits, now, false);
        return answer.usages().stream().map(Usage::used).toList();
    }

    @Property
    void garbageIsRefusedAndNothingElse(@ForAll byte[] garbage) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        StateFormat.writeHeader(out, 0, 0);
        out.write(garbage);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(refusal(in))
                .isIn("", "java.io.IOException", "java.io.EOFException", "java.lang.IllegalArgumentException");
    }

    private static String refusal(DataInputStream in) {
        try {
            StateFormat.read(in, 1000, new Reading());
            return "";
        } catch (IOException | RuntimeException refused) {
            return refused.getClass().getName();
        }
    }
}
