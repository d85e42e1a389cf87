package io.github.guichet.socketmap;

import io.netty.buffer.ByteBuf;

/**
 * Cuts a stream of bytes into netstrings, however the bytes are split. Every byte is checked against the limits as it comes, so a
 * peer can make this hold at most the bytes to keep. Not safe for use by several threads; one object a connection.
 */
final class NetstringDecoder {

    private static final int USUAL_PAYLOAD = 256;

    private enum State {
        /** Before the first digit of a length: nothing of the next netstring was seen. */
        START,
        /** After the digit 0, which no other digit may follow. */
        ZERO,
        /** Within the length. */
        LENGTH,
        /** Within the payload. */
        PAYLOAD,
        /** The payload is complete, the closing comma is not there. */
        COMMA
    }

    private final int maxPayload;
    private final int maxKept;
    private State state = State.START;
    private int length;
    private int read;
    private byte[] kept = new byte[USUAL_PAYLOAD];
    private long begun;

    /**
     * A decoder at the beginning of a stream.
     *
     * @param maxPayload longest payload in bytes; a longer one is an error as soon as its length is seen
     * @param maxKept so many bytes of a payload are kept, the others are read over
     */
    NetstringDecoder(int maxPayload, int maxKept) {
        if (maxPayload < 1 || maxPayload > Integer.MAX_VALUE / 10 - 1 || maxKept < 1) {
            throw new IllegalArgumentException(
                    "payload " + maxPayload + ", kept " + maxKept + " (expected: at least 1)");
        }
        this.maxPayload = maxPayload;
        this.maxKept = maxKept;
    }

    /**
     * Reads up to the end of the next netstring.
     *
     * @param in is read from; stays the caller's
     * @return true when a netstring is complete: it can be taken until the next call. False when all bytes were read first
     * @throws NetstringException when the bytes are no netstring; the stream cannot be decoded any further
     */
    boolean next(ByteBuf in) throws NetstringException {
        while (in.isReadable()) {
            switch (state) {
                case START -> start(in.readByte());
                case ZERO -> zero(in.readByte());
                case LENGTH -> digit(in.readByte());
                case PAYLOAD -> payload(in);
                case COMMA -> {
                    comma(in.readByte());
                    return true;
                }
            }
        }
        return false;
    }

    /** The first bytes of the payload, up to {@link #kept()}; what follows them is of no meaning. */
    byte[] bytes() {
        return kept;
    }

    /** How many bytes of the payload were kept. */
    int kept() {
        return Math.min(length, maxKept);
    }

    /** The length of the whole payload in bytes. */
    int length() {
        return length;
    }

    /** How many netstrings were begun, the current one included. */
    long begun() {
        return begun;
    }

    /** Whether a netstring was begun and is not complete. */
    boolean unfinished() {
        return state != State.START;
    }

    private void start(byte b) throws NetstringException {
        begun++;
        length = digitValue(b);
        read = 0;
        if (length > maxPayload) {
            throw tooLong();
        }
        state = length == 0 ? State.ZERO : State.LENGTH;
    }

    private void zero(byte b) throws NetstringException {
        if (b != ':') {
            throw new NetstringException("a length with a leading zero");
        }
        state = State.COMMA;
    }

    private void digit(byte b) throws NetstringException {
        if (b == ':') {
            makeRoom(kept());
            state = State.PAYLOAD;
            return;
        }
        length = length * 10 + digitValue(b);
        if (length > maxPayload) {
            throw tooLong();
        }
    }

    private void payload(ByteBuf in) {
        int part = Math.min(length - read, in.readableBytes());
        int keep = Math.min(part, Math.max(0, maxKept - read));
        in.readBytes(kept, read < maxKept ? read : 0, keep);
        in.skipBytes(part - keep);
        read += part;
        if (read == length) {
            state = State.COMMA;
        }
    }

    private void comma(byte b) throws NetstringException {
        if (b != ',') {
            throw new NetstringException(
                    "a payload of " + length + " bytes followed by " + hex(b) + " instead of a comma");
        }
        state = State.START;
    }

    /** A connection that once asked a long key does not hold the memory for it for ever. */
    private void makeRoom(int size) {
        if (size > USUAL_PAYLOAD) {
            kept = new byte[size];
        } else if (kept.length > USUAL_PAYLOAD) {
            kept = new byte[USUAL_PAYLOAD];
        }
    }

    private static int digitValue(byte b) throws NetstringException {
        if (b < '0' || b > '9') {
            throw new NetstringException("a length with " + hex(b) + " in it");
        }
        return b - '0';
    }

    private NetstringException tooLong() {
        return new NetstringException("a payload of more than " + maxPayload + " bytes");
    }

    private static String hex(byte b) {
        return "0x" + Character.forDigit((b >> 4) & 0xf, 16) + Character.forDigit(b & 0xf, 16);
    }
}
