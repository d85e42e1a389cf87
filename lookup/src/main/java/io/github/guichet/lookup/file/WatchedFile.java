package io.github.guichet.lookup.file;

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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says, held in memory and read again when the file changes.
 *
 * <p>Questions make the file be looked at, at most once a second, in the background. A changed file is read once it has been
 * left alone for a second, because half a file would say "not found" for the other half. A file that has gone, cannot be read
 * or is too large leaves the last good one in use, with a line in the log.
 *
 * <p>Safe for use by many threads; never blocks, but for the constructor, which reads the file.
 *
 * @param <T> what is made of it
 */
public final class WatchedFile<T> {

    /** Files larger than this are refused: 32 MiB. */
    public static final int MOST_BYTES = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Makes something of a whole file. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads.
         *
         * @param warnings is given what was left out, for the log; must not grow without bound
         */
        T read(byte[] file, List<String> warnings);
    }

    /** What tells one state of a file from another. */
    private record Mark(
            long size, FileTime modified, @Nullable Object inode) {}

    /** A reading: {@code failure} says why there is none, or none newer. */
    private record Contents<T>(
            @Nullable Mark mark, @Nullable T value, String failure) {}

    private final String name;
    private final Path file;
    private final Reader<T> reader;
    private final int mostBytes;
    private final Executor background;
    private final InstantSource clock;
    private final AtomicReference<Instant> nextLook;
    private volatile Contents<T> contents = new Contents<>(null, null, "");

    /**
     * Reads the file.
     *
     * @param name what the log calls it: {@code map alias}
     * @param background runs the looks at the file, which may block
     */
    public WatchedFile(String name, Path file, Reader<T> reader, Executor background) {
        this(name, file, reader, background, InstantSource.system(), MOST_BYTES);
    }

    WatchedFile(String name, Path file, Reader<T> reader, Executor background, InstantSource clock, int mostBytes) {
        this.name = name;
        this.file = file;
        this.reader = reader;
        this.background = background;
        this.clock = clock;
        this.mostBytes = mostBytes;
        this.nextLook = new AtomicReference<>(clock.instant().plus(PAUSE));
        look(true);
    }

    /** What the file says; empty when there never was a good one, for {@link #failure}. */
    public Optional<T> value() {
        lookSometimes();
        return Optional.ofNullable(contents.value());
    }

    /** Why the file cannot be read; empty text when it can. */
    public String failure() {
        return contents.failure();
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
            LOG.debug("{}: stopping, {} is not looked at any more", name, file);
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
            T value = read();
            // Changed while it was read, or still being written: take it for now if there is nothing else, and look
            // again.
            boolean settled = !hot && mark.equals(mark());
            if (settled || contents.value() == null) {
                contents = new Contents<>(settled ? mark : null, value, "");
                LOG.debug("{}: read {}", name, file);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        String reason = e instanceof NoSuchFileException ? file + " does not exist" : file + ": " + reasonOf(e);
        Contents<T> old = contents;
        if (reason.equals(old.failure())) {
            return;
        }
        if (old.value() == null) {
            LOG.error("{}: {}; every answer is \"unavailable\"", name, reason);
        } else {
            LOG.error("{}: {}; what was read before stays in use", name, reason);
        }
        contents = new Contents<>(null, old.value(), reason);
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

    private T read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(mostBytes);
            if (in.read() >= 0) {
                throw new IOException("grew beyond " + mostBytes + " bytes while it was read");
            }
            List<String> warnings = new java.util.ArrayList<>();
            T value = reader.read(bytes, warnings);
            warnings.forEach(w -> LOG.warn("{}: {}, {}", name, file, w));
            return value;
        }
    }
}
