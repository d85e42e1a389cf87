package io.github.guichet.lookup.file;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Postfix text table, as postmap(1) takes it, held in memory.
 *
 * <p>Questions make the file be looked at, at most once a second, in the background. A changed file is read once it has been
 * left alone for a second, because half a file would say "not found" for the other half. A file that has gone, cannot be read
 * or is too large leaves the last good one in use, with a line in the log; when there never was a good one, every answer is
 * "unavailable".
 *
 * <p>Keys are folded when they are stored and when they are asked. Safe for use by many threads; never blocks, but for the
 * constructor, which reads the file.
 */
public final class FileTable implements Table {

    /** Files larger than this are refused: 32 MiB. */
    public static final int MOST_BYTES = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(FileTable.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What tells one state of a file from another. */
    private record Mark(
            long size, FileTime modified, @Nullable Object inode) {}

    /** A reading: {@code failure} says why there is none. */
    private record Contents(@Nullable Mark mark, @Nullable Map<String, String> values, String failure) {}

    private final String name;
    private final Path file;
    private final int mostBytes;
    private final Executor background;
    private final InstantSource clock;
    private final AtomicReference<Instant> nextLook;
    private volatile Contents contents = new Contents(null, null, "");

    /**
     * Reads the file.
     *
     * @param name the table's name
     * @param file the text file, not the indexed file that postmap makes of it
     * @param background runs the looks at the file, which may block
     */
    public FileTable(String name, Path file, Executor background) {
        this(name, file, background, InstantSource.system(), MOST_BYTES);
    }

    FileTable(String name, Path file, Executor background, InstantSource clock, int mostBytes) {
        this.name = name;
        this.file = file;
        this.background = background;
        this.clock = clock;
        this.mostBytes = mostBytes;
        this.nextLook = new AtomicReference<>(clock.instant().plus(PAUSE));
        look(true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        lookSometimes();
        Contents now = contents;
        Answer answer;
        if (now.values() == null) {
            answer = new Answer.Unavailable(name + ": " + now.failure());
        } else {
            String value = now.values().get(CaseFold.fold(key));
            answer = value == null ? Answer.NOT_FOUND : new Answer.Found(value);
        }
        trail.step(name, key, answer, Served.CACHE, Duration.ZERO);
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public Keys keys() {
        Contents now = contents;
        return now.values() == null
                ? new Keys.Unavailable(name + ": " + now.failure())
                : new Keys.Listed(List.copyOf(now.values().keySet()));
    }

    private void lookSometimes() {
        Instant next = nextLook.get();
        Instant now = clock.instant();
        if (now.isBefore(next) || !nextLook.compareAndSet(next, now.plus(PAUSE))) {
            return;
        }
        try {
            background.execute(() -> look(false));
        } catch (RejectedExecutionException e) {
            LOG.debug("map {}: stopping, {} is not looked at any more", name, file);
        }
    }

    private synchronized void look(boolean atStart) {
        try {
            Mark mark = mark();
            if (mark.equals(contents.mark())) {
                return;
            }
            Instant touched = mark.modified().toInstant();
            Instant now = clock.instant();
            boolean hot = touched.isAfter(now.minus(PAUSE)) && !touched.isAfter(now.plus(PAUSE));
            if (hot && !atStart) {
                return;
            }
            if (mark.size() > mostBytes) {
                throw new IOException("has " + mark.size() + " bytes; at most " + mostBytes + " are read");
            }
            TextTable table = read();
            table.warnings().forEach(w -> LOG.warn("map {}: {}, {}", name, file, w));
            // Changed while it was read, or still being written: take it for now if there is nothing else, and look
            // again.
            boolean settled = !hot && mark.equals(mark());
            if (settled || contents.values() == null) {
                contents = new Contents(settled ? mark : null, Map.copyOf(table.values()), "");
                LOG.debug("map {}: {} entries from {}", name, table.values().size(), file);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        String reason = e instanceof NoSuchFileException ? file + " does not exist" : file + ": " + reasonOf(e);
        Contents old = contents;
        if (reason.equals(old.failure())) {
            return;
        }
        if (old.values() == null) {
            LOG.error("map {}: {}; every answer is \"unavailable\"", name, reason);
        } else {
            LOG.error("map {}: {}; what was read before stays in use", name, reason);
        }
        contents = new Contents(null, old.values(), reason);
    }

    private static String reasonOf(Throwable e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    private Mark mark() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file");
        }
        return new Mark(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    private TextTable read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(mostBytes);
            if (in.read() >= 0) {
                throw new IOException("grew beyond " + mostBytes + " bytes while it was read");
            }
            return TextTable.read(bytes);
        }
    }
}
