package io.github.guichet.milter.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One packet of the MTA, read from its beginning to its end. A view of somebody else's bytes: valid until they are read on. */
final class Packet {

    private static final byte NUL = 0;

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private byte command;
    private int at;
    private int end;

    /** Shows other bytes: a command, and its data up to the end. */
    void show(ByteBuf in, int from, int to) {
        bytes = in;
        command = in.getByte(from);
        at = from + 1;
        end = to;
    }

    /** Lets go of the bytes. */
    void hide() {
        bytes = Unpooled.EMPTY_BUFFER;
        at = 0;
        end = 0;
    }

    byte command() {
        return command;
    }

    ByteBuf bytes() {
        return bytes;
    }

    /** The index of what is read next. */
    int at() {
        return at;
    }

    int end() {
        return end;
    }

    boolean isReadable() {
        return at < end;
    }

    byte octet() throws MilterWireException {
        need(1);
        return bytes.getByte(at++);
    }

    int unsignedShort() throws MilterWireException {
        need(Short.BYTES);
        at += Short.BYTES;
        return bytes.getUnsignedShort(at - Short.BYTES);
    }

    int integer() throws MilterWireException {
        need(Integer.BYTES);
        at += Integer.BYTES;
        return bytes.getInt(at - Integer.BYTES);
    }

    /** Reads over a string. Where it ends is returned, its NUL not included. */
    int skipString() throws MilterWireException {
        int stop = at < end ? bytes.indexOf(at, end, NUL) : -1;
        if (stop < 0) {
            throw new MilterWireException("a string without its end");
        }
        at = stop + 1;
        return stop;
    }

    /** A string; what is not UTF-8 becomes U+FFFD. */
    String string() throws MilterWireException {
        int start = at;
        int stop = skipString();
        return bytes.toString(start, stop - start, StandardCharsets.UTF_8);
    }

    /** All strings that are left. */
    List<String> strings() throws MilterWireException {
        if (!isReadable()) {
            return List.of();
        }
        List<String> all = new ArrayList<>(2);
        while (isReadable()) {
            all.add(string());
        }
        return all;
    }

    /** What is left, unread. */
    ByteBuffer rest() {
        return bytes.nioBuffer(at, end - at).asReadOnlyBuffer();
    }

    private void need(int count) throws MilterWireException {
        if (end - at < count) {
            throw new MilterWireException("a packet shorter than its command needs");
        }
    }
}
