package io.github.guichet.lookup.account;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.RepeatedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lockouts that survive a restart, in files of one directory. A change counts at once and is written in the background. Several
 * processes may have the same directory, one that serves log-ins and one that serves the policy, say: what one changes the others see
 * within a second or two.
 *
 * <p>Damage never unlocks anybody in silence. If the first file is gone or damaged, whoever is named in what can be read of either
 * is locked, the damaged file is put aside, and an error is logged; if a file cannot be read at all, nothing starts.
 */
public final class FileLockouts implements Lockouts, AutoCloseable {

    /** How many there may be. */
    public static final int MOST = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(FileLockouts.class);
    private static final LockoutLog LINES = new LockoutLog(LOG);
    private static final long LOOK_SECONDS = 1;

    private final Map<String, Lockout> locked = new ConcurrentHashMap<>();
    private final Optional<LockoutsDirectory> files; // used under writing
    private final Executor background;
    private final InstantSource clock;
    private final int most;
    private final RepeatedLog log = new RepeatedLog(LOG);
    private final Object writing = new Object();
    /** What was changed here and is not on disk: by user, the lockout, or nothing for one who was unlocked. Guarded by this. */
    private final Map<String, Optional<Lockout>> unwritten = new LinkedHashMap<>();
    /** Whether the files have to be written for another reason. Guarded by this. */
    private boolean damaged;

    private FileLockouts(Optional<Path> directory, Executor background, InstantSource clock, int most) {
        this.files = directory.map(LockoutsDirectory::new);
        this.background = background;
        this.clock = clock;
        this.most = most;
    }

    /** Lockouts that end with the process. */
    public static FileLockouts inMemory(InstantSource clock) {
        return new FileLockouts(Optional.empty(), Runnable::run, clock, MOST);
    }

    /**
     * Lockouts in a directory, with those that are there from before. Blocks.
     *
     * @param directory exists, and others cannot write to it
     * @throws IOException if files are there and nobody can say what is in them
     */
    public static FileLockouts in(Path directory, InstantSource clock) throws IOException {
        ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(1, FileLockouts::thread);
        FileLockouts lockouts;
        try {
            lockouts = in(directory, background, clock, MOST);
        } catch (IOException | RuntimeException e) {
            background.shutdown();
            throw e;
        }
        var unused = background.scheduleWithFixedDelay(lockouts::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        return lockouts;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "guichet-lockouts");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Who is locked in a directory that another process has. Blocks; changes and logs nothing.
     *
     * @throws IOException as {@link #in}; also if this user must not read the files
     */
    public static Lockouts seen(Path directory) throws IOException {
        FileLockouts seen = inMemory(InstantSource.system());
        seen.locked.putAll(new LockoutsDirectory(directory).read());
        return seen;
    }

    static FileLockouts in(Path directory, Executor background, InstantSource clock, int most) throws IOException {
        FileLockouts lockouts = new FileLockouts(Optional.of(directory), background, clock, most);
        lockouts.load();
        return lockouts;
    }

    private void load() throws IOException {
        LockoutsDirectory.Content content = files.orElseThrow().load();
        locked.putAll(content.lockouts());
        synchronized (this) {
            damaged = !content.whole();
        }
        Optional<String> unused = save(); // logs what is wrong
        if (!locked.isEmpty()) {
            LOG.info("{} accounts are locked out", locked.size());
        }
    }

    @Override
    public Optional<Lockout> lockout(String user) {
        return locked.isEmpty() ? Optional.empty() : Optional.ofNullable(locked.get(CaseFold.fold(user)));
    }

    @Override
    public boolean isEmpty() {
        return locked.isEmpty();
    }

    @Override
    public List<Lockout> all() {
        List<Lockout> all = new ArrayList<>(locked.values());
        all.sort(Comparator.comparing(Lockout::user));
        return all;
    }

    /** Whether they survive the process. */
    public boolean isKept() {
        return files.isPresent();
    }

    /**
     * Locks a user, from now on. Does not block.
     *
     * @param user the name after normalising
     * @param by who does it
     * @param reason in words; may be empty
     * @return the lockout that was there already, and stays; empty if the user was not locked
     * @throws IllegalArgumentException if no user can have that name
     * @throws TooManyLockoutsException if there are too many already
     */
    public Optional<Lockout> lock(String user, String by, String reason) throws TooManyLockoutsException {
        Lockout lockout = new Lockout(user, clock.instant(), by, reason);
        synchronized (this) {
            Lockout before = locked.get(lockout.user());
            if (before != null) {
                return Optional.of(before);
            }
            if (locked.size() >= most) {
                throw new TooManyLockoutsException(most);
            }
            locked.put(lockout.user(), lockout);
            note(lockout.user(), Optional.of(lockout));
        }
        LINES.locked(lockout);
        CompletableFuture<Optional<String>> unused = written();
        return Optional.empty();
    }

    /**
     * Unlocks a user, from now on. Does not block.
     *
     * @return the lockout that was there; empty if the user was not locked
     */
    public Optional<Lockout> unlock(String user) {
        Lockout before;
        synchronized (this) {
            before = locked.remove(CaseFold.fold(user));
            if (before != null) {
                note(before.user(), Optional.empty());
            }
        }
        if (before != null) {
            LINES.unlocked(before.user());
            CompletableFuture<Optional<String>> unused = written();
        }
        return Optional.ofNullable(before);
    }

    private synchronized void note(String user, Optional<Lockout> change) {
        if (files.isPresent()) {
            unwritten.put(user, change);
        }
    }

    /**
     * Waits for what was done before to be on disk.
     *
     * @return completes with why it is not; with nothing if it is, or need not be
     */
    public CompletableFuture<Optional<String>> written() {
        try {
            return CompletableFuture.supplyAsync(this::save, background);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Optional.of("guichet is stopping")); // close() writes it
        }
    }

    /** Takes over what other processes changed, and writes what could not be written before. Blocks. */
    public void look() {
        if (files.isEmpty()) {
            return;
        }
        Optional<String> unused = save();
        synchronized (writing) {
            LockoutsDirectory directory = files.get();
            try {
                if (directory.isChanged()) {
                    directory.exclusively(() -> takeOver(directory));
                }
            } catch (IOException e) {
                log.warn("look", "lockouts of other processes cannot be read: {}", e.toString());
            }
        }
    }

    private void takeOver(LockoutsDirectory directory) throws IOException {
        Optional<LockoutsDirectory.Content> changed = directory.changed();
        if (changed.isEmpty()) {
            return;
        }
        LockoutsDirectory.Content content = changed.get();
        synchronized (this) {
            damaged |= !content.whole();
            content.lockouts().forEach((user, lockout) -> {
                if (!unwritten.containsKey(user) && locked.put(user, lockout) == null) {
                    LINES.lockedElsewhere(lockout);
                }
            });
            if (content.whole()) {
                locked.keySet().removeIf(user -> isUnlocked(user, content));
            }
        }
    }

    private synchronized boolean isUnlocked(String user, LockoutsDirectory.Content content) {
        boolean unlocked = !content.lockouts().containsKey(user) && !unwritten.containsKey(user);
        if (unlocked) {
            LINES.unlockedElsewhere(user);
        }
        return unlocked;
    }

    /** One writer at a time; who comes later finds that there is nothing left to do. */
    private Optional<String> save() {
        synchronized (writing) {
            synchronized (this) {
                if (files.isEmpty() || (unwritten.isEmpty() && !damaged)) {
                    return Optional.empty();
                }
            }
            try {
                LockoutsDirectory directory = files.get();
                directory.exclusively(() -> write(directory));
                return Optional.empty();
            } catch (IOException e) {
                log.warn("write", "lockouts cannot be written, and would end with this process: {}", e.toString());
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }

    private void write(LockoutsDirectory directory) throws IOException {
        takeOver(directory);
        Map<String, Optional<Lockout>> now;
        List<Lockout> all;
        synchronized (this) {
            now = Map.copyOf(unwritten);
            all = all();
        }
        directory.write(all);
        synchronized (this) {
            now.forEach(unwritten::remove);
            damaged = false;
        }
    }

    /** Writes what could not be written before. Blocks. */
    @Override
    public void close() {
        if (background instanceof ExecutorService executor) {
            executor.shutdown();
        }
        Optional<String> unused = save();
    }
}
