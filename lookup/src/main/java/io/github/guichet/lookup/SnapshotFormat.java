package io.github.guichet.lookup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The bytes of a snapshot: magic and version (8 bytes), the fingerprint of the map's definition (32), then for each entry a
 * kind (1), the time at which the source said so in milliseconds since 1970 (8), the key and, when it was found, the value
 * (each a length of 4 bytes and UTF-8), then {@link #END} and the number of entries (4), and at last the SHA-256 of all that
 * (32). Numbers are big-endian.
 */
final class SnapshotFormat {

    /** "guichet" and the version of the format. */
    static final long MAGIC = 0x67756963_68657401L;

    static final int DIGEST_BYTES = 32;

    private static final int END = 0;
    private static final int FOUND = 1;
    private static final int NOT_FOUND = 2;

    /** One entry. */
    record Entry(String key, Answer answer, long saidAtMillis) {}

    private SnapshotFormat() {}

    /** The fingerprint of a definition. */
    static byte[] fingerprint(String definition) {
        return sha256().digest(definition.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static void writeHeader(DataOutputStream out, byte[] fingerprint) throws IOException {
        out.writeLong(MAGIC);
        out.write(fingerprint);
    }

    static void write(DataOutputStream out, Entry entry) throws IOException {
        String value = entry.answer() instanceof Answer.Found found ? found.value() : "";
        out.write(value.isEmpty() ? NOT_FOUND : FOUND);
        out.writeLong(entry.saidAtMillis());
        writeText(out, entry.key());
        if (!value.isEmpty()) {
            writeText(out, value);
        }
    }

    /** An upper bound of the bytes of an entry and of all that follows the last one. */
    static long mostBytes(Entry entry) {
        int value = entry.answer() instanceof Answer.Found found ? found.value().length() : 0;
        return 1 + 8 + 4 + 4 + 3L * (entry.key().length() + value) + 1 + 4 + DIGEST_BYTES;
    }

    static void writeEnd(DataOutputStream out, int entries) throws IOException {
        out.write(END);
        out.writeInt(entries);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Is given the entries while they are read. */
    interface Reader {
        void entry(Entry entry);
    }

    /**
     * Reads the entries of a snapshot whose checksum was found right.
     *
     * @throws IOException when it does not follow the format all the same
     */
    static void readEntries(DataInputStream in, long bytes, Reader reader) throws IOException {
        int entries = 0;
        for (int kind = in.read(); kind != END; kind = in.read()) {
            if (kind != FOUND && kind != NOT_FOUND) {
                throw new IOException("an entry of the unknown kind " + kind);
            }
            long saidAt = in.readLong();
            String key = readText(in, bytes);
            Answer answer = kind == FOUND ? new Answer.Found(readText(in, bytes)) : Answer.NOT_FOUND;
            reader.entry(new Entry(key, answer, saidAt));
            entries++;
        }
        if (in.readInt() != entries) {
            throw new IOException("the number of entries is wrong");
        }
    }

    private static String readText(DataInputStream in, long most) throws IOException {
        int length = in.readInt();
        if (length <= 0 || length > most) {
            throw new IOException("a text of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("a text ends early");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
