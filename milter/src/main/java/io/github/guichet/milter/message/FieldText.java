package io.github.guichet.milter.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The bytes of a field as text. */
final class FieldText {

    private FieldText() {}

    /** Whether these bytes are UTF-8, which ASCII is too. */
    static boolean isUtf8(byte[] bytes) {
        return isAscii(bytes, 0, bytes.length)
                || decoder().decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), true)
                        == CoderResult.UNDERFLOW;
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** UTF-8; each byte that is none becomes the character of ISO 8859-1, which is what old senders meant and many readers show. */
    static String of(byte[] bytes, int from, int to) {
        if (isAscii(bytes, from, to)) {
            return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        }
        CharBuffer text = CharBuffer.allocate(to - from);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharsetDecoder decoder = decoder();
        while (decoder.decode(in, text, true).isError()) {
            text.put((char) (in.get() & 0xff));
            decoder.reset();
        }
        return text.flip().toString();
    }

    private static CharsetDecoder decoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
