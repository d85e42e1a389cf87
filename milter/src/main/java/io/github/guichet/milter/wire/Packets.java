package io.github.guichet.milter.wire;

import io.netty.buffer.ByteBuf;

/** Writes the frame of packets. */
final class Packets {

    private Packets() {}

    /** Begins a packet. Where it begins is returned, for {@link #end}. */
    static int begin(ByteBuf out, int code) {
        int start = out.writerIndex();
        out.writeInt(0).writeByte(code);
        return start;
    }

    /** Everything since belongs to the packet. */
    static void end(ByteBuf out, int start) {
        out.setInt(start, out.writerIndex() - start - Integer.BYTES);
    }

    /** Writes a packet of nothing but its code. */
    static void bare(ByteBuf out, int code) {
        out.writeInt(1).writeByte(code);
    }
}
