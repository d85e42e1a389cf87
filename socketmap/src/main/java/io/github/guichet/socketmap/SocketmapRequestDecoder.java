package io.github.guichet.socketmap;

import io.github.guichet.socketmap.SocketmapRequest.ImpossibleKey;
import io.github.guichet.socketmap.SocketmapRequest.Lookup;
import io.github.guichet.socketmap.SocketmapRequest.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the payload of a request. One object a connection; remembers the last map's name, because peers ask few maps and the name
 * then need not be decoded and hashed again.
 */
final class SocketmapRequestDecoder {

    private static final byte DEL = 0x7f;
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] lastName = {};
    private String lastMap = "";

    /**
     * Reads one request.
     *
     * @param payload begins with the payload
     * @param kept how many bytes of it are there
     * @param length how many bytes it had
     */
    SocketmapRequest decode(byte[] payload, int kept, int length) {
        int space = 0;
        while (space < kept && payload[space] != ' ') {
            space++;
        }
        if (space == kept || space == 0) {
            return new Malformed("a request is map, space and key");
        }
        if (space > SocketmapLimits.MAX_MAP) {
            return new Malformed("the name of a map has at most " + SocketmapLimits.MAX_MAP + " bytes");
        }
        String map = map(payload, space);
        int from = space + 1;
        if (length == from || length - from > SocketmapLimits.MAX_KEY || hasControl(payload, from, length)) {
            return new ImpossibleKey(map);
        }
        String key = new String(payload, from, length - from, StandardCharsets.UTF_8);
        if (key.indexOf(REPLACEMENT) >= 0 && !isUtf8(payload, from, length)) {
            return new ImpossibleKey(map);
        }
        return new Lookup(map, key);
    }

    private String map(byte[] payload, int end) {
        if (!Arrays.equals(payload, 0, end, lastName, 0, lastName.length)) {
            lastName = Arrays.copyOf(payload, end);
            lastMap = new String(payload, 0, end, StandardCharsets.UTF_8);
        }
        return lastMap;
    }

    private static boolean hasControl(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == DEL || (b >= 0 && b < ' ')) {
                return true;
            }
        }
        return false;
    }

    /** The quick decoding puts U+FFFD for what is no UTF-8, but a key may also hold one in earnest. */
    private static boolean isUtf8(byte[] bytes, int from, int to) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
