package io.github.guichet.dovecotauth.wire;

import io.netty.buffer.ByteBuf;

/**
 * Cuts a stream of bytes into lines, however the bytes are split; holds at most one line of the longest length. One object a
 * connection.
 */
final class LineReader {

    private static final int USUAL = 512;

    private final int longest;
    private byte[] kept = new byte[USUAL];
    private int length;
    private boolean complete;
    private boolean started;
    private long begun;

    LineReader(int longest) {
        this.longest = longest;
    }

    /**
     * Reads up to the end of the next line.
     *
     * @return true when a line is complete: it can be taken until the next call. False when all bytes were read first
     * @throws WireException when a line is too long
     */
    boolean next(ByteBuf in) throws WireException {
        if (complete) {
            complete = false;
            started = false;
            length = 0;
            if (kept.length > USUAL) {
                kept = new byte[USUAL]; // a connection that once sent a long line does not hold the memory for ever
            }
        }
        if (!in.isReadable()) {
            return false;
        }
        if (!started) {
            started = true;
            begun++;
        }
        int end = in.bytesBefore((byte) '\n');
        int part = end < 0 ? in.readableBytes() : end;
        if (length + part > longest) {
            throw new WireException("a line of more than " + longest + " bytes");
        }
        if (length + part > kept.length) {
            kept = java.util.Arrays.copyOf(kept, Math.min(longest, Math.max(length + part, kept.length * 2)));
        }
        in.readBytes(kept, length, part);
        length += part;
        if (end < 0) {
            return false;
        }
        in.skipBytes(1);
        if (length > 0 && kept[length - 1] == '\r') {
            length--;
        }
        complete = true;
        return true;
    }

    /** The line's bytes; what follows {@link #length()} is of no meaning. */
    byte[] bytes() {
        return kept;
    }

    int length() {
        return length;
    }

    long begun() {
        return begun;
    }

    boolean unfinished() {
        return started && !complete;
    }
}
