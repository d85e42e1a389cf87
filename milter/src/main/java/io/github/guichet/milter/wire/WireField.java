package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.IncomingField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A header field in its packet; nothing is made of it but what is asked for. */
final class WireField implements IncomingField {

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int name;
    private int nameEnd;
    private int value;
    private int valueEnd;

    /** Shows the field of a packet. */
    WireField show(Packet packet) throws MilterWireException {
        name = packet.at();
        nameEnd = packet.skipString();
        value = packet.at();
        valueEnd = packet.skipString();
        bytes = packet.bytes();
        return this;
    }

    /** Lets go of the bytes. */
    void hide() {
        bytes = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public String name() {
        return bytes.toString(name, nameEnd - name, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int length() {
        return valueEnd - value;
    }

    @Override
    public byte[] value() {
        byte[] copy = new byte[length()];
        bytes.getBytes(value, copy);
        return copy;
    }
}
