package io.github.guichet.milter.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Texts of one line: what ends a line or a string, and what else controls anything, becomes a question mark. */
final class PlainText {

    private PlainText() {}

    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (unfit(text, i)) {
                return replaced(text);
            }
        }
        return text;
    }

    /** Writes a text in UTF-8, with the NUL that ends it. */
    static void write(String text, ByteBuf out) {
        ByteBufUtil.writeUtf8(out, of(text));
        out.writeByte(0);
    }

    private static String replaced(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            plain.append(unfit(text, i) ? '?' : text.charAt(i));
        }
        return plain.toString();
    }

    private static boolean unfit(String text, int at) {
        char c = text.charAt(at);
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
        }
        return Character.isISOControl(c);
    }
}
