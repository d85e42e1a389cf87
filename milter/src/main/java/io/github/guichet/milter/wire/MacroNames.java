package io.github.guichet.milter.wire;

import io.github.guichet.milter.session.MacroStage;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The macros that a filter asked for, whatever the stage. Immutable. */
final class MacroNames {

    private final byte[][] names;

    private MacroNames(byte[][] names) {
        this.names = names;
    }

    static MacroNames of(Map<MacroStage, List<String>> byStage) {
        return new MacroNames(byStage.values().stream()
                .flatMap(List::stream)
                .distinct()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new));
    }

    /** A list as it stands in an option packet: names of several letters in braces, blanks between. */
    static String list(List<String> names) {
        StringBuilder list = new StringBuilder();
        for (String name : names) {
            list.append(list.isEmpty() ? "" : " ");
            if (name.length() == 1) {
                list.append(name);
            } else {
                list.append('{').append(name).append('}');
            }
        }
        return list.toString();
    }

    boolean isEmpty() {
        return names.length == 0;
    }

    /** Whether these bytes, braces or not, are one of the names. */
    boolean has(ByteBuf bytes, int from, int to) {
        for (byte[] name : names) {
            if (equal(name, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(byte[] name, ByteBuf bytes, int from, int to) {
        int start = from;
        int length = to - from;
        if (length > 2 && bytes.getByte(from) == '{' && bytes.getByte(to - 1) == '}') {
            start++;
            length -= 2;
        }
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != bytes.getByte(start + i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a name is these bytes, braces or not. */
    static boolean equal(String name, ByteBuf bytes, int from, int to) {
        int start = from;
        int length = to - from;
        if (length > 2 && bytes.getByte(from) == '{' && bytes.getByte(to - 1) == '}') {
            start++;
            length -= 2;
        }
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != bytes.getByte(start + i)) {
                return false;
            }
        }
        return true;
    }
}
