package io.github.guichet.policyd.wire;

/**
 * A name that is looked for: its first eight bytes, with the "=" after it where that is among them.
 *
 * @param text ASCII; any other name is never found
 * @param mask which bits of {@code word} count
 */
record AttributeName(String text, long word, long mask) {

    static final AttributeName REQUEST = of("request");
    static final AttributeName PROTOCOL_STATE = of("protocol_state");
    static final AttributeName SASL_USERNAME = of("sasl_username");
    static final AttributeName SENDER = of("sender");
    static final AttributeName RECIPIENT = of("recipient");
    static final AttributeName RECIPIENT_COUNT = of("recipient_count");
    static final AttributeName CLIENT_ADDRESS = of("client_address");
    static final AttributeName INSTANCE = of("instance");
    static final AttributeName QUEUE_ID = of("queue_id");
    static final AttributeName SIZE = of("size");

    static AttributeName of(String text) {
        long word = 0;
        int known = Math.min(text.length(), ByteWord.BYTES);
        for (int i = known - 1; i >= 0; i--) {
            word = word << Byte.SIZE | (text.charAt(i) & 0xff);
        }
        if (known == ByteWord.BYTES) {
            return new AttributeName(text, word, -1);
        }
        return new AttributeName(text, word | (long) '=' << (known * Byte.SIZE), ByteWord.mask(known + 1));
    }
}
