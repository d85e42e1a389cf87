package io.github.guichet.policyd.wire;

import io.github.guichet.policyd.rule.Action;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Writes replies. What is written is always valid UTF-8 (Postfix takes anything else for a failed request), one line, neither empty
 * nor digits only (Postfix takes both for OK), and begins with the action's verb (Postfix takes a leading blank for a list of
 * restrictions). Holds no state.
 */
final class PolicyReplyEncoder {

    private static final byte[] DUNNO = "action=DUNNO\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ACTION = "action=".getBytes(StandardCharsets.US_ASCII);

    private PolicyReplyEncoder() {}

    /**
     * Appends one reply. Control characters and lone surrogates become question marks; blanks around the action are left out.
     *
     * @throws IllegalArgumentException if that leaves no action; nothing is appended then
     */
    static void encode(Action action, ByteBuf out) {
        if (action.equals(Action.DUNNO)) {
            out.writeBytes(DUNNO);
            return;
        }
        String text = checked(clean(action.text()));
        out.writeBytes(ACTION);
        ByteBufUtil.writeUtf8(out, text);
        out.writeByte('\n').writeByte('\n');
    }

    private static String checked(String text) {
        boolean digitsOnly = true;
        for (int i = 0; digitsOnly && i < text.length(); i++) {
            digitsOnly = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (digitsOnly) {
            throw new IllegalArgumentException("an action that is empty or digits only, which Postfix takes for OK");
        }
        return text;
    }

    private static String clean(String text) {
        String stripped = text.strip();
        for (int i = 0; i < stripped.length(); i++) {
            if (unfit(stripped, i)) {
                return replaced(stripped);
            }
        }
        return stripped;
    }

    private static String replaced(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            clean.append(unfit(text, i) ? '?' : text.charAt(i));
        }
        return clean.toString();
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
