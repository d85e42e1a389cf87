package io.github.guichet.policyd.wire;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A name that is looked for, as numbers that are quick to compare.
 *
 * @param text the name
 * @param head its first eight bytes; of a shorter one all, and the "=" behind them
 * @param mask which bits of {@code head} count
 * @param tail the last eight bytes of the name with its "="; of a shorter one nothing
 * @param possible whether a line can have this name: it is ASCII, and without "=" and LF
 */
record AttributeName(String text, long head, long mask, long tail, boolean possible) {

    static final AttributeName REQUEST = read("request");
    static final AttributeName PROTOCOL_STATE = read("protocol_state");
    static final AttributeName SASL_USERNAME = read("sasl_username");
    static final AttributeName SENDER = read("sender");
    static final AttributeName RECIPIENT = read("recipient");
    static final AttributeName RECIPIENT_COUNT = read("recipient_count");
    static final AttributeName CLIENT_ADDRESS = read("client_address");
    static final AttributeName INSTANCE = read("instance");
    static final AttributeName QUEUE_ID = read("queue_id");
    static final AttributeName SIZE = read("size");

    private static final Map<String, AttributeName> KNOWN = Stream.of(
                    PROTOCOL_STATE,
                    SASL_USERNAME,
                    SENDER,
                    RECIPIENT,
                    RECIPIENT_COUNT,
                    CLIENT_ADDRESS,
                    INSTANCE,
                    QUEUE_ID,
                    SIZE,
                    read("policy_context"),
                    read("client_name"),
                    read("helo_name"))
            .collect(Collectors.toUnmodifiableMap(AttributeName::text, name -> name));

    static AttributeName of(String text) {
        AttributeName known = KNOWN.get(text);
        return known == null ? read(text) : known;
    }

    private static AttributeName read(String text) {
        int length = text.length();
        boolean possible = length > 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            possible &= c != '=' && c != '\n' && c < 0x80;
        }
        String line = text + '=';
        int first = Math.min(line.length(), ByteWord.BYTES);
        long tail = first < ByteWord.BYTES ? 0 : word(line, line.length() - ByteWord.BYTES, ByteWord.BYTES);
        return new AttributeName(text, word(line, 0, first), ByteWord.mask(first), tail, possible);
    }

    private static long word(String text, int from, int length) {
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << Byte.SIZE | (text.charAt(from + i) & 0xff);
        }
        return word;
    }

    /**
     * Whether a line, of which the head is right, begins with this name and "=".
     *
     * @param start where the line begins
     * @param end where it ends
     */
    boolean begins(byte[] bytes, int start, int end) {
        int length = text.length() + 1;
        return length <= ByteWord.BYTES
                || (length <= end - start
                        && ByteWord.at(bytes, start + length - ByteWord.BYTES) == tail
                        && (length <= 2 * ByteWord.BYTES || isMiddle(bytes, start, length)));
    }

    private boolean isMiddle(byte[] bytes, int start, int length) {
        for (int i = ByteWord.BYTES; i < length - ByteWord.BYTES; i++) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
