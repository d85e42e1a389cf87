package io.github.guichet.dovecotauth.client;

import java.util.Base64;
import java.util.Optional;

/** SASL messages in base64 (RFC 4648, section 4), with all padding. */
final class Base64Text {

    private Base64Text() {}

    /** The bytes, or nothing if the text is no base64. {@code =}, which is none, is what SMTP says for empty. */
    static Optional<byte[]> decode(String text) {
        if (text.isEmpty() || text.equals("=")) {
            return Optional.of(new byte[0]);
        }
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
