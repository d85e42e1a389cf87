package io.github.guichet.lookup.counter;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which counters and marks survive. It is written beside the old one and then takes its place, so that a crash leaves one
 * of the two. Nothing here throws or stops the service. Blocks; not for event loops.
 */
final class StateFile {

    /** Larger files are neither written nor read: 1 GiB. */
    static final long MOST_BYTES = 1L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final int DIGEST_BYTES = 32;
    private static final int BUFFER = 1 << 16;

    private final Path directory;
    private final Path file;
    private final Path temporary;

    StateFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("counters.state");
        this.temporary = directory.resolve("counters.state.new");
    }

    Path file() {
        return file;
    }

    /**
     * Writes everything.
     *
     * @return empty if it is written, otherwise why not
     */
    String save(MemoryCounters counters, MemoryMarks marks, long wall) {
        try {
            Files.deleteIfExists(temporary);
            write(counters, marks, wall);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(directory)) {
                names.force(true);
            }
            return "";
        } catch (IOException e) {
            delete(temporary);
            return reason(e);
        }
    }

    private void write(MemoryCounters counters, MemoryMarks marks, long wall) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(temporary, options, mode)) {
            OutputStream bare = Channels.newOutputStream(channel);
            MessageDigest digest = sha256();
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(bare, digest), BUFFER));
            StateFormat.writeHeader(out, wall, counters.ahead());
            int entries = writeSubjects(out, counters);
            for (Raise raise : counters.raises()) {
                StateFormat.write(out, raise);
                entries++;
            }
            for (var mark : marks.marks().entrySet()) {
                if (!mark.getValue().expired(wall)) {
                    StateFormat.write(out, mark.getKey(), mark.getValue());
                    entries++;
                }
            }
            StateFormat.writeEnd(out, entries);
            out.flush();
            bare.write(digest.digest());
            channel.force(true);
        }
    }

    /** Each subject is written to memory first: nobody who counts waits for a disk. */
    private static int writeSubjects(DataOutputStream out, MemoryCounters counters) throws IOException {
        int entries = 0;
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        DataOutputStream buffer = new DataOutputStream(memory);
        for (Map.Entry<CounterKey, SubjectCounts> entry : counters.subjects().entrySet()) {
            SubjectCounts subject = entry.getValue();
            synchronized (subject) {
                subject.expire(counters.now());
                if (subject.gone() || subject.empty()) {
                    continue;
                }
                StateFormat.write(buffer, entry.getKey(), subject);
            }
            memory.writeTo(out);
            memory.reset();
            entries++;
        }
        return entries;
    }

    /** Loads what there is. A file that cannot be used is put aside, for whoever wants to know why. */
    void load(MemoryCounters counters, MemoryMarks marks, long now) {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            LOG.error(
                    "the directory {} is not there or cannot be written to: limits will be forgotten at a restart",
                    directory);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long bytes = channel.size();
            if (bytes > MOST_BYTES) {
                throw new IOException("it has " + bytes + " bytes; at most " + MOST_BYTES + " are read");
            }
            check(channel, bytes);
            channel.position(0);
            DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
            StateFormat.read(in, now, new Restoring(counters, marks));
            LOG.info(
                    "{} subjects and {} marks are remembered from {}",
                    counters.subjects().size(),
                    marks.marks().size(),
                    file);
        } catch (NoSuchFileException e) {
            LOG.debug("there is no {} yet", file);
        } catch (IOException | IllegalArgumentException e) {
            putAside(reason(e));
        }
    }

    private record Restoring(MemoryCounters counters, MemoryMarks marks) implements StateFormat.Reader {
        @Override
        public void subject(CounterKey key, SubjectCounts subject) {
            counters.restore(key, subject);
        }

        @Override
        public void raise(Raise raise) {
            counters.restore(raise);
        }

        @Override
        public void mark(MemoryMarks.MarkKey key, MemoryMarks.Mark mark) {
            marks.restore(key, mark);
        }
    }

    /** The checksum first: a damaged file must not bring a single entry. */
    private static void check(FileChannel channel, long bytes) throws IOException {
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long left = bytes - DIGEST_BYTES;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                break;
            }
            digest.update(buffer, 0, n);
            left -= n;
        }
        if (left != 0 || !Arrays.equals(digest.digest(), in.readNBytes(DIGEST_BYTES))) {
            throw new IOException("it is damaged");
        }
    }

    private void putAside(String reason) {
        Path aside = directory.resolve("counters.state.damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.error("{} cannot be used: {}. It is kept as {}; all limits begin anew", file, reason, aside);
        } catch (IOException e) {
            LOG.error("{} cannot be used: {}; nor put aside: {}. All limits begin anew", file, reason, reason(e));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof FileSystemException f && f.getReason() == null) {
            return f.getClass().getSimpleName() + ": " + f.getFile();
        }
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("{} stays behind", path, e);
        }
    }
}
