package io.github.guichet.lookup.account;

import io.github.guichet.lookup.CaseFold;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lockouts that survive a restart, in two files with the same content: {@value #FILE} and {@value #COPY}. A change counts at once
 * and is written in the background.
 *
 * <p>Damage never unlocks anybody in silence. If the first file is gone or damaged, whoever is named in what can be read of either
 * is locked, the damaged file is put aside, and an error is logged; if a file cannot be read at all, nothing starts.
 */
public final class FileLockouts implements Lockouts, AutoCloseable {

    /** How many there may be. */
    public static final int MOST = 100_000;

    static final String FILE = "lockouts";
    static final String COPY = "lockouts.copy";

    private static final Logger LOG = LoggerFactory.getLogger(FileLockouts.class);

    private final Map<String, Lockout> locked = new ConcurrentHashMap<>();
    private final List<LockoutsFile> files;
    private final Executor background;
    private final InstantSource clock;
    private final int most;
    private final Object writing = new Object();
    private long changes; // guarded by this
    private long written; // guarded by this

    private FileLockouts(List<LockoutsFile> files, Executor background, InstantSource clock, int most) {
        this.files = files;
        this.background = background;
        this.clock = clock;
        this.most = most;
    }

    /** Lockouts that end with the process. */
    public static FileLockouts inMemory(InstantSource clock) {
        return new FileLockouts(List.of(), Runnable::run, clock, MOST);
    }

    /**
     * Lockouts in a directory, with those that are there from before. Blocks.
     *
     * @param directory exists, and others cannot write to it; no other process has its lockouts there
     * @throws IOException if files are there and nobody can say what is in them
     */
    public static FileLockouts in(Path directory, InstantSource clock) throws IOException {
        ThreadPoolExecutor writer =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), FileLockouts::writer);
        writer.allowCoreThreadTimeOut(true);
        return in(directory, writer, clock, MOST);
    }

    private static Thread writer(Runnable task) {
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
        Optional<LockoutsFile.Content> first = new LockoutsFile(directory.resolve(FILE)).read();
        Optional<LockoutsFile.Content> second = new LockoutsFile(directory.resolve(COPY)).read();
        seen.add(first, second);
        return seen;
    }

    static FileLockouts in(Path directory, Executor background, InstantSource clock, int most) throws IOException {
        LockoutsFile file = new LockoutsFile(directory.resolve(FILE));
        LockoutsFile copy = new LockoutsFile(directory.resolve(COPY));
        FileLockouts lockouts = new FileLockouts(List.of(file, copy), background, clock, most);
        lockouts.load(file, copy);
        return lockouts;
    }

    private void load(LockoutsFile file, LockoutsFile copy) throws IOException {
        Optional<LockoutsFile.Content> first = file.read();
        Optional<LockoutsFile.Content> second = copy.read();
        add(first, second);
        boolean mended = damaged(file, first, second.isPresent());
        mended |= damaged(copy, second, first.isPresent());
        if (mended) {
            synchronized (this) {
                changes++;
            }
            Optional<String> unused = save(); // logs what is wrong
        }
        if (!locked.isEmpty()) {
            LOG.info("{} accounts are locked out", locked.size());
        }
    }

    private void add(Optional<LockoutsFile.Content> first, Optional<LockoutsFile.Content> second) {
        first.ifPresent(this::add);
        if (first.filter(content -> content.damage().isEmpty()).isEmpty()) {
            second.ifPresent(this::add);
        }
    }

    /** Of two that name the same user, the one that is whole. */
    private void add(LockoutsFile.Content content) {
        for (Lockout one : content.lockouts()) {
            locked.merge(one.user(), one, (known, other) -> other.since().equals(Instant.EPOCH) ? known : other);
        }
    }

    /** Whether a file has to be written again. */
    private boolean damaged(LockoutsFile file, Optional<LockoutsFile.Content> content, boolean other)
            throws IOException {
        if (content.isEmpty()) {
            if (other) {
                LOG.error("lockouts: {} is gone; who is locked was taken from its twin", file.path());
            }
            return other;
        }
        Optional<String> damage = content.get().damage();
        if (damage.isPresent()) {
            LOG.error(
                    "lockouts: {} is damaged: {}. It is now {}. Everybody who can be read in it or in its twin is locked;"
                            + " see whether somebody is missing, or was unlocked before: guichet lockout --list",
                    file.path(),
                    damage.get(),
                    file.putAside());
        }
        return damage.isPresent();
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
        return !files.isEmpty();
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
            changes++;
        }
        LOG.warn("locked out: user=<{}> by=<{}>", lockout.user(), lockout.by());
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
            changes += before == null ? 0 : 1;
        }
        if (before != null) {
            LOG.warn("unlocked: user=<{}>", before.user());
            CompletableFuture<Optional<String>> unused = written();
        }
        return Optional.ofNullable(before);
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

    /** One writer at a time; who comes later finds that there is nothing left to do. */
    private Optional<String> save() {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        synchronized (writing) {
            long version;
            List<Lockout> all;
            synchronized (this) {
                if (written == changes) {
                    return Optional.empty();
                }
                version = changes;
                all = all();
            }
            try {
                for (LockoutsFile file : files) {
                    file.write(all);
                }
            } catch (IOException e) {
                LOG.error("lockouts cannot be written to {}, and would end with this process: {}", FILE, e.toString());
                return Optional.of(String.valueOf(e.getMessage()));
            }
            synchronized (this) {
                written = version;
            }
            return Optional.empty();
        }
    }

    /** Writes what could not be written before. Blocks. */
    @Override
    public void close() {
        if (background instanceof ExecutorService writer) {
            writer.shutdown();
        }
        Optional<String> unused = save();
    }
}
