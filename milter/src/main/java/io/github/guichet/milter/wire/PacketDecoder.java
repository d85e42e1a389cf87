package io.github.guichet.milter.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into packets, however the bytes are split. A packet that came in one piece is shown where it is; only one
 * that came in several is put together, in a buffer that is there for so long only. Not safe for use by several threads; one object a
 * connection.
 */
final class PacketDecoder {

    private final ByteBufAllocator allocator;
    private final Packet packet = new Packet();
    private @Nullable ByteBuf parts;
    private boolean shown;
    private long complete;

    PacketDecoder(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Reads up to the end of the next packet.
     *
     * @param in is read from; stays the caller's
     * @return true when a packet is complete: it can be taken until the next call. False when all bytes were read first
     * @throws MilterWireException when the bytes are no packet; the stream cannot be decoded any further
     */
    boolean next(ByteBuf in) throws MilterWireException {
        if (shown) {
            release();
        }
        ByteBuf begun = parts;
        if (begun != null) {
            return goOn(begun, in);
        }
        int readable = in.readableBytes();
        if (readable >= Integer.BYTES) {
            int start = in.readerIndex() + Integer.BYTES;
            int length = length(in, in.readerIndex());
            if (readable - Integer.BYTES >= length) {
                in.readerIndex(start + length);
                show(in, start, start + length);
                return true;
            }
        }
        if (readable > 0) {
            parts = allocator.buffer(readable).writeBytes(in);
        }
        return false;
    }

    private boolean goOn(ByteBuf begun, ByteBuf in) throws MilterWireException {
        take(begun, in, Integer.BYTES);
        if (begun.readableBytes() < Integer.BYTES) {
            return false;
        }
        int end = Integer.BYTES + length(begun, 0);
        take(begun, in, end);
        if (begun.readableBytes() < end) {
            return false;
        }
        show(begun, Integer.BYTES, end);
        return true;
    }

    /** Has as many bytes put together as there are, up to a number. */
    private static void take(ByteBuf begun, ByteBuf in, int wanted) {
        int missing = Math.min(wanted - begun.readableBytes(), in.readableBytes());
        if (missing > 0) {
            begun.writeBytes(in, missing);
        }
    }

    private void show(ByteBuf bytes, int from, int to) {
        packet.show(bytes, from, to);
        shown = true;
        complete++;
    }

    private static int length(ByteBuf bytes, int at) throws MilterWireException {
        int length = bytes.getInt(at);
        if (length < 1) {
            throw new MilterWireException(length == 0 ? "a packet of length 0" : tooLong());
        }
        if (length > MilterLimits.MAX_PACKET) {
            throw new MilterWireException(tooLong());
        }
        return length;
    }

    private static String tooLong() {
        return "a packet of more than " + MilterLimits.MAX_PACKET + " bytes";
    }

    /** The packet that is complete, until the next call of {@link #next}. */
    Packet packet() {
        return packet;
    }

    /** How many packets were complete, the current one included. */
    long complete() {
        return complete;
    }

    /** Lets go of all bytes. */
    void release() {
        packet.hide();
        shown = false;
        ByteBuf begun = parts;
        if (begun != null) {
            parts = null;
            begun.release();
        }
    }
}
