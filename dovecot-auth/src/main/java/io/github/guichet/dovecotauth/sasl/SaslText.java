package io.github.guichet.dovecotauth.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts inside SASL messages, which are UTF-8 in every mechanism here. */
final class SaslText {

    /** Longest message in bytes: that of a client with the longest names and password that make sense. */
    static final int LONGEST = 8 * 1024;

    /** Longest message that holds a token; what is left of the longest line of the auth protocol once base64 is undone. */
    static final int LONGEST_WITH_TOKEN = 12 * 1024;

    static final byte[] EMPTY = {};

    private SaslText() {}

    /** The text, or nothing if the bytes are not UTF-8: a text with replacement characters would stand for many others. */
    static Optional<String> of(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The text of a message that must not be longer than a limit and must not hold NUL. */
    static Optional<String> of(byte[] bytes, int longest) {
        return bytes.length > longest ? Optional.empty() : of(bytes).filter(text -> text.indexOf(0) < 0);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A {@code saslname} of RFC 5802, with {@code =2C} for a comma and {@code =3D} for an equals sign; nothing if it is none. */
    static Optional<String> saslname(String written) {
        if (written.indexOf('=') < 0) {
            return Optional.of(written);
        }
        StringBuilder name = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '=') {
                name.append(c);
            } else if (written.startsWith("=2C", i)) {
                name.append(',');
                i += 2;
            } else if (written.startsWith("=3D", i)) {
                name.append('=');
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(name.toString());
    }
}
