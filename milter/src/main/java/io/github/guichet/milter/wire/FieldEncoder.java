package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.FieldValue;
import io.netty.buffer.ByteBuf;

/** Writes names and values of header fields, so that nothing in them can begin another field or end the header. Holds no state. */
final class FieldEncoder {

    private FieldEncoder() {}

    /**
     * Writes a name, with the NUL that ends it.
     *
     * @throws IllegalArgumentException if it is no name of a field (RFC 5322, 3.6.8)
     */
    static void name(String name, ByteBuf out) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a field without a name");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c > '~' || c == ':') {
                throw new IllegalArgumentException("no name of a header field");
            }
            out.writeByte(c);
        }
        out.writeByte(0);
    }

    /**
     * Writes a value, with the NUL that ends it. Empty lines, CR and NUL are left out, and a line that continues one begins with white
     * space.
     *
     * @param leadingSpace whether the MTA puts no blank behind the colon itself
     */
    static void value(FieldValue value, boolean leadingSpace, ByteBuf out) {
        int start = out.writerIndex();
        boolean lineEnded = false;
        for (byte b : value.bytes()) {
            if (b == '\n') {
                lineEnded = out.writerIndex() > start;
            } else if (b != '\r' && b != 0) {
                boolean white = b == ' ' || b == '\t';
                if (lineEnded) {
                    out.writeByte('\n');
                    if (!white) {
                        out.writeByte('\t');
                    }
                    lineEnded = false;
                } else if (leadingSpace && !white && out.writerIndex() == start) {
                    out.writeByte(' ');
                }
                out.writeByte(b);
            }
        }
        out.writeByte(0);
    }

    /** As {@link #value}, but never empty: an empty value is how a field is removed. */
    static void changedValue(FieldValue value, boolean leadingSpace, ByteBuf out) {
        int start = out.writerIndex();
        value(value, leadingSpace, out);
        if (out.writerIndex() == start + 1) {
            out.setByte(start, ' ').writeByte(0);
        }
    }
}
