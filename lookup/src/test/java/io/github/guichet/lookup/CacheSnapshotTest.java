package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSnapshotTest {

    private static final long MOST = CacheSnapshot.MOST_BYTES;

    @TempDir
    private Path directory;

    private final FakeTicker time = new FakeTicker();
    private final ScriptedTable source =
            new ScriptedTable("alias").with("a@x.fr", "b@y.fr").with("é@x.fr", "ü,ß");
    private final CachedTable before = new CachedTable(source, CacheConfig.DEFAULT, time);

    @BeforeEach
    void fillTheCache() {
        for (String key : List.of("a@x.fr", "é@x.fr", "none@x.fr")) {
            before.lookup(key, new Trail()).join();
        }
    }

    private CacheSnapshot snapshot(CachedTable cache, String definition) {
        return new CacheSnapshot(directory, cache, definition, time, MOST);
    }

    private CachedTable newCache() {
        return new CachedTable(source, CacheConfig.DEFAULT, time);
    }

    private static Answer ask(CachedTable cache, String key) {
        return cache.lookup(key, new Trail()).join();
    }

    @Test
    void answersAfterARestartWhileTheSourceIsDown() {
        assertThat(snapshot(before, "query").save()).isTrue();
        time.pass(Duration.ofMinutes(30));
        CachedTable after = newCache();
        assertThat(snapshot(after, "query").load()).isEqualTo(3);
        source.down = true;
        Steps trail = new Steps();
        assertThat(after.lookup("a@x.fr", trail).join()).isEqualTo(new Answer.Found("b@y.fr"));
        assertThat(trail.steps.get(0).age()).isEqualTo(Duration.ofMinutes(30));
        assertThat(trail.served()).isEqualTo(Served.STALE);
        assertThat(ask(after, "é@x.fr")).isEqualTo(new Answer.Found("ü,ß"));
        assertThat(ask(after, "none@x.fr")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask(after, "never asked")).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void asksTheSourceFirstWhateverTheAgeOfALoadedEntry() {
        snapshot(before, "query").save();
        source.rows.put("a@x.fr", "new");
        CachedTable after = newCache();
        snapshot(after, "query").load();
        assertThat(ask(after, "a@x.fr")).isEqualTo(new Answer.Found("new"));
    }

    @Test
    void countsTheRealAgeOverTheRestart() {
        snapshot(before, "query").save();
        time.pass(Duration.ofHours(2));
        CachedTable after = newCache();
        assertThat(snapshot(after, "query").load())
                .as("the \"not found\" is too old")
                .isEqualTo(2);
        time.pass(Duration.ofHours(22));
        source.down = true;
        assertThat(ask(after, "a@x.fr")).isEqualTo(new Answer.Found("b@y.fr"));
        time.pass(Duration.ofMinutes(1));
        assertThat(ask(after, "a@x.fr")).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void takesEntriesFromTheFutureAsNow() {
        snapshot(before, "query").save();
        time.back(Duration.ofDays(3));
        CachedTable after = newCache();
        assertThat(snapshot(after, "query").load()).isEqualTo(3);
        source.down = true;
        time.pass(Duration.ofHours(24));
        assertThat(ask(after, "a@x.fr")).isEqualTo(new Answer.Found("b@y.fr"));
        time.pass(Duration.ofMinutes(1));
        assertThat(ask(after, "a@x.fr")).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void doesNotReplaceWhatIsKnownAlready() {
        snapshot(before, "query").save();
        source.rows.put("a@x.fr", "new");
        CachedTable after = newCache();
        ask(after, "a@x.fr");
        assertThat(snapshot(after, "query").load()).isEqualTo(2);
        assertThat(ask(after, "a@x.fr")).isEqualTo(new Answer.Found("new"));
    }

    @Test
    void ignoresTheSnapshotOfAnotherDefinition() {
        snapshot(before, "query").save();
        CachedTable after = newCache();
        assertThat(snapshot(after, "another query").load()).isZero();
        assertThat(after.size()).isZero();
    }

    @Test
    void savesLoadedEntriesAgainWithTheirRealAge() {
        snapshot(before, "query").save();
        time.pass(Duration.ofHours(20));
        CachedTable second = newCache();
        snapshot(second, "query").load();
        snapshot(second, "query").save();
        time.pass(Duration.ofHours(5));
        assertThat(snapshot(newCache(), "query").load()).isZero();
    }

    @Test
    void writesAFileThatOnlyItsOwnerCanRead() throws IOException {
        CacheSnapshot snapshot = snapshot(before, "query");
        snapshot.save();
        snapshot.save();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot.file())))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(snapshot.file());
        }
    }

    @Test
    void staysUpWithoutItsDirectory() {
        CachedTable cache = newCache();
        CacheSnapshot snapshot = new CacheSnapshot(directory.resolve("gone"), cache, "query", time, MOST);
        assertThat(snapshot.load()).isZero();
        assertThat(snapshot.save()).isFalse();
        assertThat(ask(cache, "a@x.fr")).isEqualTo(new Answer.Found("b@y.fr"));
    }

    @Test
    void cutsAtItsLimitAndRefusesLargerFiles() throws IOException {
        CacheSnapshot small = new CacheSnapshot(directory, before, "query", time, 170);
        assertThat(small.save()).isTrue();
        assertThat(Files.size(small.file())).isLessThanOrEqualTo(170);
        assertThat(snapshot(newCache(), "query").load()).isBetween(1, 2);
        snapshot(before, "query").save();
        assertThat(new CacheSnapshot(directory, newCache(), "query", time, 120).load())
                .isZero();
    }

    @Test
    void givesEveryMapAFileOfItsOwn() {
        assertThat(CacheSnapshot.fileName("alias")).isEqualTo("alias.cache");
        assertThat(CacheSnapshot.fileName("../a b.é")).isEqualTo("%2E%2E%2Fa%20b%2E%C3%A9.cache");
        String longName = "x".repeat(400);
        assertThat(CacheSnapshot.fileName(longName + "1"))
                .hasSizeLessThan(200)
                .isNotEqualTo(CacheSnapshot.fileName(longName + "2"));
    }

    @Test
    void loadsNothingFromASnapshotThatWasCutOffAnywhere() throws IOException {
        CacheSnapshot snapshot = snapshot(before, "query");
        snapshot.save();
        byte[] whole = Files.readAllBytes(snapshot.file());
        List<Integer> loaded = new ArrayList<>();
        for (int length = 0; length < whole.length; length++) {
            Files.write(snapshot.file(), Arrays.copyOf(whole, length));
            loaded.add(snapshot(newCache(), "query").load());
        }
        assertThat(loaded).hasSizeGreaterThan(100).containsOnly(0);
    }

    @Test
    void loadsNothingFromASnapshotWithAFlippedBitAnywhere() throws IOException {
        CacheSnapshot snapshot = snapshot(before, "query");
        snapshot.save();
        byte[] whole = Files.readAllBytes(snapshot.file());
        List<Integer> loaded = new ArrayList<>();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(snapshot.file(), flipped);
            loaded.add(snapshot(newCache(), "query").load());
        }
        assertThat(loaded).hasSizeGreaterThan(1000).containsOnly(0);
    }
}
