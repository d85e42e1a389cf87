package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** How the stored form of a scheme is written as text. */
enum Encoding {
    /** As it is. */
    NONE,
    BASE64,
    HEX;

    /** The encoding that stands behind the dot of {@code SCHEME.encoding}, in upper case; empty for an unknown one. */
    static Optional<Encoding> named(String name) {
        return switch (name) {
            case "B64", "BASE64" -> Optional.of(BASE64);
            case "HEX" -> Optional.of(HEX);
            default -> Optional.empty();
        };
    }

    /**
     * The bytes that {@code text} stands for.
     *
     * @throws UnusableHashException if it is not in this encoding
     */
    byte[] decode(String text) throws UnusableHashException {
        try {
            return switch (this) {
                case NONE -> text.getBytes(StandardCharsets.UTF_8);
                case HEX -> HexFormat.of().parseHex(text);
                case BASE64 -> base64(text);
            };
        } catch (IllegalArgumentException e) {
            throw new UnusableHashException("is not valid " + (this == HEX ? "hex" : "base64"));
        }
    }

    /** The text for some bytes; hex in lower case, as Dovecot writes it. */
    String encode(byte[] bytes) {
        return switch (this) {
            case NONE -> new String(bytes, StandardCharsets.UTF_8);
            case HEX -> HexFormat.of().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
        };
    }

    /** Dovecot wants the padding and does not mind white space. */
    private static byte[] base64(String text) throws UnusableHashException {
        StringBuilder packed = new StringBuilder(text.length());
        text.chars()
                .filter(c -> c != ' ' && c != '\t' && c != '\r' && c != '\n')
                .forEach(c -> packed.append((char) c));
        if (packed.length() % 4 != 0) {
            throw new UnusableHashException("is not valid base64");
        }
        return Base64.getDecoder().decode(packed.toString());
    }
}
