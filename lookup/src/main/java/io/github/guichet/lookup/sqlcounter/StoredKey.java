package io.github.guichet.lookup.sqlcounter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How names and keys stand in the columns: as they are, unless they are too long for an index or no column takes them. */
final class StoredKey {

    /** Bytes in UTF-8 that a key's column holds. */
    static final int LONGEST = 512;

    /** Bytes in UTF-8 that the column of a counter's or a space's name holds. */
    static final int LONGEST_NAME = 255;

    private static final String HASHED = "sha256:";

    private StoredKey() {}

    static String name(String name) {
        return fitting(name, LONGEST_NAME);
    }

    static String key(String key) {
        return fitting(key, LONGEST);
    }

    private static String fitting(String text, int longest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // The second: a half of a surrogate pair, which became a question mark and could be mistaken for one.
        boolean kept = bytes.length <= longest
                && new String(bytes, StandardCharsets.UTF_8).equals(text)
                && text.indexOf('\0') < 0
                && !text.startsWith(HASHED);
        return kept ? text : HASHED + HexFormat.of().formatHex(hash(text));
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has it
        }
    }
}
