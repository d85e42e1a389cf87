package io.github.guichet.lookup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the entries of one cache in a file, so that a machine that comes up while its database is down still takes mail.
 *
 * <p>What was loaded is expired from the start: it answers only while the source is unavailable, and no longer than it would
 * have without the restart. A file that is damaged, too large, or belongs to another definition of the map is passed over
 * with a line in the log. Nothing here throws or stops the service. Blocks; not for event loops.
 */
public final class CacheSnapshot {

    /** Larger files are neither written nor read: 256 MiB. */
    public static final long MOST_BYTES = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(CacheSnapshot.class);
    private static final int LONGEST_NAME = 150;
    private static final int BUFFER = 1 << 16;

    private final CachedTable cache;
    private final Path directory;
    private final Path file;
    private final byte[] fingerprint;
    private final InstantSource clock;
    private final long mostBytes;
    private volatile long savedMillis;

    /**
     * The snapshot of a cache.
     *
     * @param directory an existing directory that others cannot write to
     * @param cache whose entries
     * @param definition everything about the map that its answers depend on; a snapshot of another definition is not loaded.
     *     Only its SHA-256 is stored
     */
    public CacheSnapshot(Path directory, CachedTable cache, String definition) {
        this(directory, cache, definition, InstantSource.system(), MOST_BYTES);
    }

    CacheSnapshot(Path directory, CachedTable cache, String definition, InstantSource clock, long mostBytes) {
        this.cache = cache;
        this.directory = directory;
        this.file = directory.resolve(fileName(cache.name()));
        this.fingerprint = SnapshotFormat.fingerprint(definition);
        this.clock = clock;
        this.mostBytes = mostBytes;
        this.savedMillis = clock.millis();
    }

    /** The file of a map: its name with everything but letters, digits, {@code -} and {@code _} written as %XX. */
    static String fileName(String map) {
        StringBuilder name = new StringBuilder();
        for (byte b : map.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
                name.append(c);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        if (name.length() > LONGEST_NAME) {
            // A file name has at most 255 bytes; the digest keeps two long names apart.
            String digest = HexFormat.of().formatHex(SnapshotFormat.fingerprint(map), 0, 16);
            name.setLength(LONGEST_NAME);
            name.append('%').append(digest);
        }
        return name.append(".cache").toString();
    }

    /** The map. */
    public String map() {
        return cache.name();
    }

    /** When it was written last; when this object was made, if it was not yet. */
    public Instant saved() {
        return Instant.ofEpochMilli(savedMillis);
    }

    /** Where it is kept. */
    public Path file() {
        return file;
    }

    /**
     * Writes the entries that could still serve, to a temporary file that then takes the place of the old snapshot.
     *
     * @return whether it was written
     */
    public synchronized boolean save() {
        Path temporary = directory.resolve(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            write(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(directory)) {
                names.force(true);
            }
            savedMillis = clock.millis();
            return true;
        } catch (IOException e) {
            LOG.error("map {}: the snapshot {} could not be written: {}", cache.name(), file, reason(e));
            delete(temporary);
            return false;
        }
    }

    private void write(Path temporary) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(temporary, options, mode)) {
            OutputStream bare = Channels.newOutputStream(channel);
            MessageDigest digest = SnapshotFormat.sha256();
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(bare, digest), BUFFER));
            SnapshotFormat.writeHeader(out, fingerprint);
            AtomicInteger entries = new AtomicInteger();
            long now = clock.millis();
            cache.forEach((key, answer, ageNanos) -> {
                SnapshotFormat.Entry entry = new SnapshotFormat.Entry(key, answer, now - ageNanos / 1_000_000);
                if (out.size() + SnapshotFormat.mostBytes(entry) > mostBytes) {
                    LOG.warn("map {}: the snapshot is cut off at {} bytes", cache.name(), mostBytes);
                    return false;
                }
                SnapshotFormat.write(out, entry);
                entries.incrementAndGet();
                return true;
            });
            SnapshotFormat.writeEnd(out, entries.get());
            out.flush();
            bare.write(digest.digest());
            channel.force(true);
        }
    }

    /**
     * Loads the snapshot, if there is one.
     *
     * @return how many entries it brought
     */
    public synchronized int load() {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            LOG.error(
                    "map {}: the snapshot directory {} is not there or cannot be written to", cache.name(), directory);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long bytes = channel.size();
            if (bytes > mostBytes) {
                throw new IOException("has " + bytes + " bytes; at most " + mostBytes + " are read");
            }
            check(channel, bytes);
            int loaded = read(channel.position(0), bytes);
            LOG.info(
                    "map {}: {} expired answers from {}, for use while the source is unavailable",
                    cache.name(),
                    loaded,
                    file);
            return loaded;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            LOG.warn("map {}: the snapshot {} is not used: {}", cache.name(), file, reason(e));
            return 0;
        }
    }

    /** The checksum first: a damaged file must not bring a single entry. */
    private void check(FileChannel channel, long bytes) throws IOException {
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
        MessageDigest digest = SnapshotFormat.sha256();
        byte[] buffer = new byte[BUFFER];
        long left = bytes - SnapshotFormat.DIGEST_BYTES;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                break;
            }
            digest.update(buffer, 0, n);
            left -= n;
        }
        if (left != 0 || !Arrays.equals(digest.digest(), in.readNBytes(SnapshotFormat.DIGEST_BYTES))) {
            throw new IOException("it is damaged");
        }
    }

    private int read(FileChannel channel, long bytes) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
        if (in.readLong() != SnapshotFormat.MAGIC) {
            throw new IOException("it has another format");
        }
        if (!Arrays.equals(in.readNBytes(SnapshotFormat.DIGEST_BYTES), fingerprint)) {
            throw new IOException("the map was defined otherwise when it was written");
        }
        AtomicInteger loaded = new AtomicInteger();
        long now = clock.millis();
        SnapshotFormat.readEntries(in, bytes, entry -> {
            // A clock that was ahead when the entry was written must not make it live longer than from now.
            long age = Math.max(0, now - entry.saidAtMillis());
            if (cache.restore(entry.key(), entry.answer(), nanos(age))) {
                loaded.incrementAndGet();
            }
        });
        return loaded.get();
    }

    private static long nanos(long millis) {
        return Math.min(millis, Long.MAX_VALUE / 2_000_000) * 1_000_000;
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException f && f.getReason() == null) {
            return f.getClass().getSimpleName() + ": " + f.getFile();
        }
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    private void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.debug("map {}: {} stays behind", cache.name(), temporary, e);
        }
    }
}
