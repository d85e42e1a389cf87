package io.github.guichet.lookup.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    private static final CounterKey KEY = new CounterKey("outgoing", "é@example.org");
    private static final List<Limit> LIMITS =
            List.of(new Limit(10, Duration.ofHours(1)), new Limit(30, Duration.ofDays(1)));

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();

    private MemoryCounterStore open() {
        MemoryCounterStore store = new MemoryCounterStore(clock, 1000, Optional.of(directory));
        store.load();
        return store;
    }

    private Path file() {
        return directory.resolve("counters.state");
    }

    private static List<Long> used(MemoryCounterStore store) {
        CountAnswer answer = store.counters().look(KEY, 0, LIMITS).join();
        return ((CountAnswer.Within) answer).usages().stream().map(Usage::used).toList();
    }

    private void fill(MemoryCounterStore store) {
        store.counters().take(KEY, 4, LIMITS).join();
        clock.pass(Duration.ofMinutes(30));
        store.counters().take(KEY, 6, LIMITS).join();
    }

    @Test
    void countersMarksAndRaisesSurviveARestart() throws IOException {
        Instant first = clock.instant();
        Raise raise = new Raise(KEY, LIMITS, first.plus(Duration.ofHours(5)));
        try (MemoryCounterStore before = open()) {
            fill(before);
            before.marks().touch("greylist", "x", Duration.ofDays(1));
            before.counters().raise(raise);
        }
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        clock.pass(Duration.ofMinutes(29));
        MemoryCounterStore after = open();
        assertThat(used(after)).containsExactly(10L, 10L);
        assertThat(after.counters().raises()).containsExactly(raise);
        assertThat(after.marks().look("greylist", "x").join()).isInstanceOf(MarkAnswer.Known.class);
        clock.pass(Duration.ofMinutes(3));
        assertThat(used(after)).as("the first four have left the hour").containsExactly(6L, 10L);
    }

    @Test
    void whatHasExpiredMeanwhileIsLeftOut() {
        try (MemoryCounterStore before = open()) {
            fill(before);
            before.marks().touch("greylist", "x", Duration.ofDays(1));
        }
        clock.pass(Duration.ofDays(2));
        MemoryCounterStore after = open();
        assertThat(after.subjects()).isZero();
        assertThat(after.marks().look("greylist", "x").join()).isInstanceOf(MarkAnswer.Unknown.class);
    }

    @Test
    void aClockThatIsSetBackBeforeOrDuringTheRestartChangesNothing() {
        MemoryCounterStore before = open();
        fill(before);
        clock.pass(Duration.ofHours(-7));
        before.counters().take(KEY, 0, LIMITS).join();
        before.close();
        clock.pass(Duration.ofHours(-7));
        MemoryCounterStore after = open();
        assertThat(used(after)).containsExactly(10L, 10L);
        clock.pass(Duration.ofMinutes(62));
        assertThat(used(after)).containsExactly(0L, 10L);
    }

    @Test
    void aTornOrForeignFileIsPutAside() throws IOException {
        try (MemoryCounterStore before = open()) {
            fill(before);
        }
        byte[] good = Files.readAllBytes(file());
        byte[] turned = good.clone();
        turned[40] ^= 1;
        for (byte[] bad : List.of(
                Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, 3), turned, new byte[0], new byte[100])) {
            Files.write(file(), bad);
            assertThat(open().subjects()).isZero();
            assertThat(directory.resolve("counters.state.damaged")).hasBinaryContent(bad);
            assertThat(file()).doesNotExist();
        }
        Files.write(file(), good);
        assertThat(open().subjects()).isEqualTo(1);
    }

    @Test
    void isOnlyWrittenWhenSomethingChanged() throws IOException {
        MemoryCounterStore store = open();
        store.save();
        assertThat(file()).doesNotExist();
        fill(store);
        store.save();
        assertThat(file()).exists();
        Files.delete(file());
        store.save();
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileThatCouldNotBeWrittenIsTriedAgain() throws IOException {
        MemoryCounterStore store = open();
        fill(store);
        Path blocked = directory.resolve("counters.state.new");
        Files.createDirectories(blocked.resolve("x"));
        store.save();
        assertThat(file()).doesNotExist();
        Files.delete(blocked.resolve("x"));
        Files.delete(blocked);
        store.save();
        assertThat(file()).exists();
    }

    @Test
    void withoutADirectoryNothingIsWritten() {
        try (MemoryCounterStore store = new MemoryCounterStore(clock, 10, Optional.empty())) {
            fill(store);
        }
        assertThat(directory).isEmptyDirectory();
    }
}
