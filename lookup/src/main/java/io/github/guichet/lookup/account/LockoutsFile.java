package io.github.guichet.lookup.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The file that lockouts are kept in: UTF-8, one line each, parted by tabs, and a last line with their number and the CRC-32 of
 * all that stands before it.
 *
 * <pre>
 * guichet lockouts 1
 * alice@example.org TAB 2026-11-21T18:00:00Z TAB administrator TAB phished
 * end 1 5d41402a
 * </pre>
 *
 * <p>Written to a temporary file that takes the place of the old one when it is on disk. Blocks.
 */
final class LockoutsFile {

    /** Larger files are not read: 256 MiB; as many lockouts as there may be fit. */
    static final long MOST_BYTES = 256L << 20;

    private static final String FIRST_LINE = "guichet lockouts 1";
    private static final String LAST_WORD = "end ";

    private final Path path;

    LockoutsFile(Path path) {
        this.path = path;
    }

    /**
     * What was in it.
     *
     * @param lockouts all that could be read
     * @param damage what is wrong with the file; empty = nothing, and all is there
     */
    record Content(List<Lockout> lockouts, Optional<String> damage) {}

    Path path() {
        return path;
    }

    /**
     * Reads it.
     *
     * @return empty if there is no such file
     * @throws IOException if nobody can say what is in it
     */
    Optional<Content> read() throws IOException {
        byte[] bytes;
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() > MOST_BYTES) {
                throw new IOException(path + " has " + channel.size() + " bytes; at most " + MOST_BYTES + " are read");
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until all of it is here
            }
            bytes = buffer.array();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static Content parse(String text) {
        List<Lockout> lockouts = new ArrayList<>();
        int unreadable = 0;
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty() || line.equals(FIRST_LINE) || (line.startsWith(LAST_WORD) && line.indexOf('\t') < 0)) {
                continue;
            }
            Optional<Lockout> lockout = entry(line, true);
            unreadable += lockout.isPresent() ? 0 : 1;
            lockout.or(() -> entry(line, false)).ifPresent(lockouts::add);
        }
        if (unreadable > 0) {
            return new Content(lockouts, Optional.of(unreadable + " lines cannot be read"));
        }
        int end = text.lastIndexOf(LAST_WORD);
        String before = end < 0 ? text : text.substring(0, end);
        boolean whole = text.startsWith(FIRST_LINE + "\n")
                && end >= 0
                && text.substring(end).equals(lastLine(lockouts.size(), before));
        return new Content(
                lockouts, whole ? Optional.empty() : Optional.of("it is cut off, or was changed by another hand"));
    }

    /** A line that begins with a whole name keeps somebody out, whatever the rest has become. */
    private static Optional<Lockout> entry(String line, boolean whole) {
        String[] fields = line.split("\t", -1);
        try {
            if (fields.length == 4) {
                return Optional.of(new Lockout(fields[0], Instant.parse(fields[1]), fields[2], fields[3]));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // what is left of it counts as damage
        }
        try {
            return whole || fields.length < 2
                    ? Optional.empty()
                    : Optional.of(new Lockout(fields[0], Instant.EPOCH, "", ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String lastLine(int number, String before) {
        CRC32 crc = new CRC32();
        crc.update(before.getBytes(StandardCharsets.UTF_8));
        return LAST_WORD + number + " " + String.format("%08x", crc.getValue()) + "\n";
    }

    /** Writes these and nothing else; when it returns they are on disk. */
    void write(Collection<Lockout> lockouts) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        for (Lockout one : lockouts) {
            text.append(one.user()).append('\t').append(one.since()).append('\t');
            text.append(one.by()).append('\t').append(one.reason()).append('\n');
        }
        text.append(lastLine(lockouts.size(), text.toString()));
        Path temporary = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(temporary, options, mode)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(path.toAbsolutePath().getParent())) {
            names.force(true);
        }
    }

    /** Puts a damaged file aside, in place of one that was put aside before. */
    Path putAside() throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        return Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
    }
}
