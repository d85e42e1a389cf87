package io.github.guichet.lookup.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locking accounts, and keeping them locked. */
class FileLockoutsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Executor AT_ONCE = Runnable::run;

    @TempDir
    private Path directory;

    private FileLockouts open() throws IOException {
        return FileLockouts.in(directory, AT_ONCE, CLOCK, FileLockouts.MOST);
    }

    private Path file() {
        return directory.resolve(LockoutsDirectory.FILE);
    }

    private Path copy() {
        return directory.resolve(LockoutsDirectory.COPY);
    }

    private static List<String> users(Lockouts lockouts) {
        return lockouts.all().stream().map(Lockout::user).toList();
    }

    private void lockAliceAndBob() throws IOException, TooManyLockoutsException {
        try (FileLockouts lockouts = open()) {
            assertThat(lockouts.lock("alice@example.org", Lockout.ADMINISTRATOR, "phished"))
                    .isEmpty();
            assertThat(lockouts.lock("bob@example.org", "outgoing", "")).isEmpty();
        }
    }

    @Test
    void aLockedUserIsLockedInAnyCase() throws IOException, TooManyLockoutsException {
        FileLockouts lockouts = open();
        assertThat(lockouts.isEmpty()).isTrue();
        assertThat(lockouts.lock("Alice@Example.org", Lockout.ADMINISTRATOR, "phished"))
                .isEmpty();
        assertThat(lockouts.lockout("alice@EXAMPLE.ORG"))
                .contains(new Lockout("alice@example.org", NOW, "administrator", "phished"));
        assertThat(lockouts.lockout("bob@example.org")).isEmpty();
        assertThat(lockouts.isEmpty()).isFalse();
    }

    @Test
    void lockingTwiceKeepsWhoWasFirst() throws IOException, TooManyLockoutsException {
        FileLockouts lockouts = open();
        assertThat(lockouts.lock("alice", "administrator", "first")).isEmpty();
        assertThat(lockouts.lock("ALICE", "outgoing", "second"))
                .contains(new Lockout("alice", NOW, "administrator", "first"));
        assertThat(lockouts.all()).hasSize(1);
    }

    @Test
    void survivesARestart() throws IOException, TooManyLockoutsException {
        lockAliceAndBob();
        try (FileLockouts again = open()) {
            assertThat(again.all())
                    .containsExactly(
                            new Lockout("alice@example.org", NOW, "administrator", "phished"),
                            new Lockout("bob@example.org", NOW, "outgoing", ""));
            assertThat(again.unlock("Bob@example.org")).isPresent();
            assertThat(again.unlock("bob@example.org")).isEmpty();
        }
        assertThat(users(open())).containsExactly("alice@example.org");
    }

    @Test
    void nobodyElseMayReadTheFiles() throws IOException, TooManyLockoutsException {
        lockAliceAndBob();
        for (Path one : List.of(file(), copy(), directory.resolve("lockouts.lock"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-------");
        }
        try (var names = Files.list(directory)) {
            assertThat(names.map(name -> name.getFileName().toString()))
                    .containsExactlyInAnyOrder(LockoutsDirectory.FILE, LockoutsDirectory.COPY, "lockouts.lock");
        }
    }

    @Test
    void aFileThatIsGoneUnlocksNobody() throws IOException, TooManyLockoutsException {
        lockAliceAndBob();
        Files.delete(file());
        assertThat(users(open())).containsExactly("alice@example.org", "bob@example.org");
        assertThat(Files.readString(file())).isEqualTo(Files.readString(copy()));
    }

    @Test
    void aFileThatIsCutOffAnywhereUnlocksNobodyAndIsPutAside() throws IOException, TooManyLockoutsException {
        lockAliceAndBob();
        String whole = Files.readString(file());
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file(), whole.substring(0, length));
            assertThat(users(open()))
                    .as("cut off at %d", length)
                    .containsExactly("alice@example.org", "bob@example.org");
            assertThat(Files.readString(file())).isEqualTo(whole);
            assertThat(Files.readString(directory.resolve("lockouts.damaged"))).isEqualTo(whole.substring(0, length));
        }
    }

    @Test
    void whoeverCanBeReadInTwoDamagedFilesIsLocked() throws IOException, TooManyLockoutsException {
        lockAliceAndBob();
        String whole = Files.readString(file());
        Files.writeString(file(), whole.replace("bob@example.org\t", "\u0001\t"));
        Files.writeString(
                copy(),
                whole.replace("2026-11-21T18:00:00Z\toutgoing", "yesterday").replace("alice", ""));
        assertThat(users(open())).contains("alice@example.org", "bob@example.org");
    }

    @Test
    void aNameChangedByABrokenDiskIsNoticed() throws IOException, TooManyLockoutsException {
        lockAliceAndBob();
        Files.writeString(file(), Files.readString(file()).replace("alice", "alicf"));
        assertThat(users(open())).contains("alice@example.org", "bob@example.org");
    }

    @Test
    void doesNotStartWhenNobodyCanSayWhoIsLocked() throws IOException {
        Files.createDirectory(file());
        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }

    @Test
    void saysWhenItCannotBeWrittenAndLocksAllTheSame() throws IOException, TooManyLockoutsException {
        FileLockouts lockouts = FileLockouts.in(directory.resolve("later"), AT_ONCE, CLOCK, FileLockouts.MOST);
        assertThat(lockouts.lock("alice", "administrator", "")).isEmpty();
        assertThat(lockouts.written().join()).isPresent();
        assertThat(lockouts.lockout("alice")).isPresent();
        Files.createDirectory(directory.resolve("later"));
        assertThat(lockouts.written().join()).isEmpty();
        assertThat(users(FileLockouts.in(directory.resolve("later"), AT_ONCE, CLOCK, FileLockouts.MOST)))
                .containsExactly("alice");
    }

    @Test
    void anotherProcessSeesThemAndChangesNothing() throws IOException, TooManyLockoutsException {
        try (FileLockouts lockouts = FileLockouts.in(directory, CLOCK)) {
            assertThat(lockouts.lock("alice", "administrator", "")).isEmpty();
            assertThat(lockouts.written().join()).isEmpty();
            Files.writeString(file(), "damaged");
            assertThat(users(FileLockouts.seen(directory))).containsExactly("alice");
            assertThat(Files.readString(file())).isEqualTo("damaged");
        }
        assertThat(FileLockouts.seen(directory.resolve("nowhere")).isEmpty()).isTrue();
    }

    @Test
    void whatOneProcessChangesTheOtherSeesAndKeeps() throws IOException, TooManyLockoutsException {
        FileLockouts logIns = open();
        FileLockouts policy = open();
        assertThat(policy.lock("alice", "outgoing", "")).isEmpty();
        assertThat(logIns.lockout("alice")).isEmpty();
        logIns.look();
        assertThat(users(logIns)).containsExactly("alice");
        assertThat(logIns.lock("bob", Lockout.ADMINISTRATOR, "")).isEmpty();
        assertThat(logIns.unlock("alice")).isPresent();
        policy.look();
        assertThat(users(policy)).containsExactly("bob");
        assertThat(users(FileLockouts.seen(directory))).containsExactly("bob");
    }

    @Test
    void aChangeOfOneProcessIsNotLostWhenAnotherWritesWithoutHavingLooked()
            throws IOException, TooManyLockoutsException {
        FileLockouts logIns = open();
        FileLockouts policy = open();
        assertThat(policy.lock("alice", "outgoing", "")).isEmpty();
        assertThat(logIns.lock("bob", Lockout.ADMINISTRATOR, "")).isEmpty();
        assertThat(users(logIns)).containsExactly("alice", "bob");
        assertThat(users(FileLockouts.seen(directory))).containsExactly("alice", "bob");
    }

    @Test
    void aFileThatIsDamagedOrGoneWhileTheyRunUnlocksNobody() throws IOException, TooManyLockoutsException {
        lockAliceAndBob();
        FileLockouts lockouts = open();
        String whole = Files.readString(file());
        Files.writeString(file(), whole.substring(0, whole.indexOf("bob")));
        lockouts.look();
        assertThat(users(lockouts)).containsExactly("alice@example.org", "bob@example.org");
        Files.delete(file());
        lockouts.look();
        assertThat(users(lockouts)).containsExactly("alice@example.org", "bob@example.org");
        assertThat(lockouts.lock("carol", Lockout.ADMINISTRATOR, "")).isEmpty();
        assertThat(users(FileLockouts.seen(directory)))
                .containsExactly("alice@example.org", "bob@example.org", "carol");
    }

    @Test
    void waitsNotForEverForAProcessThatStandsStill() throws IOException, TooManyLockoutsException {
        FileLockouts lockouts = open();
        try (FileChannel channel = FileChannel.open(
                        directory.resolve("lockouts.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(lockouts.lock("alice", Lockout.ADMINISTRATOR, "")).isEmpty();
            assertThat(users(lockouts)).containsExactly("alice");
            assertThat(FileLockouts.seen(directory).isEmpty()).isTrue();
        }
        lockouts.look();
        assertThat(users(FileLockouts.seen(directory))).containsExactly("alice");
    }

    @Test
    void thereAreOnlySoMany() throws IOException, TooManyLockoutsException {
        FileLockouts lockouts = FileLockouts.in(directory, AT_ONCE, CLOCK, 2);
        assertThat(lockouts.lock("a", "administrator", "")).isEmpty();
        assertThat(lockouts.lock("b", "administrator", "")).isEmpty();
        assertThatThrownBy(() -> lockouts.lock("c", "administrator", "")).isInstanceOf(TooManyLockoutsException.class);
        assertThat(lockouts.lock("b", "administrator", "")).isPresent();
    }

    @Test
    void noReasonCanAddALine() throws IOException, TooManyLockoutsException {
        try (FileLockouts lockouts = open()) {
            assertThat(lockouts.lock(
                            "alice", "a\tb\nroot\t", "x\r\nbob\t2026-11-21T18:00:00Z\t\u2028y\t" + "z".repeat(500)))
                    .isEmpty();
        }
        FileLockouts again = open();
        assertThat(users(again)).containsExactly("alice");
        Lockout one = again.lockout("alice").orElseThrow();
        assertThat(one.by()).isEqualTo("a b root");
        assertThat(one.reason()).startsWith("x  bob 2026-11-21T18:00:00Z  y z").hasSize(Lockout.LONGEST);
    }

    @Test
    void refusesNamesThatNobodyCanHave() {
        FileLockouts lockouts = FileLockouts.inMemory(CLOCK);
        for (String name : List.of("", "a\nb", "a\tb", "\ufffd", "x".repeat(2000))) {
            assertThatThrownBy(() -> lockouts.lock(name, "administrator", ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void withoutADirectoryItIsKeptInMemoryOnly() throws TooManyLockoutsException {
        FileLockouts lockouts = FileLockouts.inMemory(CLOCK);
        assertThat(lockouts.isKept()).isFalse();
        assertThat(lockouts.lock("alice", "administrator", "")).isEmpty();
        assertThat(lockouts.written().join()).isEqualTo(Optional.empty());
        assertThat(users(lockouts)).containsExactly("alice");
    }
}
