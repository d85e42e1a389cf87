package io.github.guichet.milter.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The value of a header field: raw bytes, without the white space behind the colon; lines end with LF and the next begins with white space. Immutable. */
public final class FieldValue {

    private final byte[] bytes;

    private FieldValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A value of these bytes, which are copied. */
    public static FieldValue of(byte[] bytes) {
        return new FieldValue(bytes.clone());
    }

    /** A value of text, in UTF-8. */
    public static FieldValue of(String text) {
        return new FieldValue(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** As UTF-8; what is none becomes U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldValue value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
