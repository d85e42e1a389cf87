package io.github.guichet.dovecotauth.scheme;

/**
 * A scheme in Dovecot's list.
 *
 * @param encoding of the stored form if the text names none
 * @param length bytes of the stored form, if it is always the same; 0 = it varies. Hex and base64 are then told apart by it
 * @param quick whether verifying takes a few microseconds at most
 */
record SchemeEntry(String name, Encoding encoding, int length, boolean quick, Scheme scheme) {

    /**
     * The stored form.
     *
     * @throws UnusableHashException if the text is not in its encoding, or too long or short for the scheme
     */
    byte[] decode(StoredPassword stored) throws UnusableHashException {
        byte[] bytes = bytes(stored);
        if (length != 0 && bytes.length != length) {
            throw new UnusableHashException("has " + bytes.length + " bytes instead of " + length);
        }
        return bytes;
    }

    private byte[] bytes(StoredPassword stored) throws UnusableHashException {
        return length == 0 || stored.encoding().isPresent()
                ? encodingOf(stored).decode(stored.value())
                : hexOrBase64(stored.value(), length);
    }

    /** The encoding that the text names, or the scheme's own. */
    Encoding encodingOf(StoredPassword stored) throws UnusableHashException {
        if (stored.encoding().isEmpty()) {
            return encoding;
        }
        return Encoding.named(stored.encoding().get())
                .orElseThrow(() -> new UnusableHashException("has an unknown encoding"));
    }

    /** Decodes text of which only the decoded length is known. Where it might be either, hex is tried first. */
    static byte[] hexOrBase64(String text, int length) throws UnusableHashException {
        if (text.length() == 2 * length) {
            try {
                return Encoding.HEX.decode(text);
            } catch (UnusableHashException e) {
                return Encoding.BASE64.decode(text);
            }
        }
        return Encoding.BASE64.decode(text);
    }

    /** Whether this password can be verified by an event loop. */
    boolean isQuick(StoredPassword stored) {
        return quick && !(scheme instanceof Md5CryptScheme && Md5CryptScheme.maybeCrypt(stored));
    }
}
