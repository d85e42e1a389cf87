package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.Macros;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The macros of an SMTP session: those of the packet that is being read, and those of earlier stages that still hold. Looked up in the
 * packets as they came. A packet is only copied if the filter asked for one of its macros and a later stage can follow.
 */
final class MacroTable implements Macros {

    private static final byte NUL = 0;

    private final MacroNames wanted;
    private final Map<Event, ByteBuf> kept = new EnumMap<>(Event.class);
    private @Nullable ByteBuf current;
    private int start;
    private int end;

    MacroTable(MacroNames wanted) {
        this.wanted = wanted;
    }

    /**
     * Shows what a packet says, until {@link #done}. Macros of the same stage and of later ones hold no more.
     *
     * @param packet read up to the first name
     * @return whether there is a macro that the filter asked for
     */
    boolean read(Event stage, Packet packet) throws MilterWireException {
        forget(stage);
        start = packet.at();
        end = packet.end();
        boolean found = false;
        while (packet.isReadable()) {
            int name = packet.at();
            int nameEnd = packet.skipString();
            packet.skipString();
            found = found || wanted.has(packet.bytes(), name, nameEnd);
        }
        if (found) {
            current = packet.bytes();
        }
        return found;
    }

    /** The packet is gone; what is needed later is kept. */
    void done(Event stage) {
        ByteBuf packet = current;
        current = null;
        // What belongs to one command, field or piece ends with it.
        if (packet == null || (stage.compareTo(Event.DATA) > 0 && stage != Event.END_OF_HEADERS)) {
            return;
        }
        byte[] copy = new byte[end - start];
        packet.getBytes(start, copy);
        kept.put(stage, Unpooled.wrappedBuffer(copy));
    }

    /** This stage begins anew: its macros and those of later ones hold no more. */
    void forget(Event stage) {
        if (!kept.isEmpty()) {
            kept.keySet().removeIf(earlier -> earlier.compareTo(stage) >= 0);
        }
    }

    @Override
    public String value(String name) {
        ByteBuf packet = current;
        String value = packet == null ? "" : find(name, packet, start, end);
        if (value.isEmpty()) {
            for (ByteBuf earlier : kept.values()) {
                String found = find(name, earlier, 0, earlier.capacity());
                value = found.isEmpty() ? value : found; // the latest stage says it last
            }
        }
        return value;
    }

    private static String find(String name, ByteBuf bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int nameEnd = bytes.indexOf(at, to, NUL);
            int valueEnd = bytes.indexOf(nameEnd + 1, to, NUL);
            if (MacroNames.equal(name, bytes, at, nameEnd)) {
                return bytes.toString(nameEnd + 1, valueEnd - nameEnd - 1, StandardCharsets.UTF_8);
            }
            at = valueEnd + 1;
        }
        return "";
    }
}
