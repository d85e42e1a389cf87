package io.github.guichet.milter.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Encoded words, {@code =?utf-8?Q?Andr=C3=A9?=} (RFC 2047). They are read as readers do rather than as the RFC says: also in quoted strings
 * and without white space around them, with characters in them that need to be encoded. A multibyte character may be split between two
 * words of one charset. Takes time that grows with the length of the text only.
 */
final class EncodedWords {

    /** Charsets that are not known cost an exception each. */
    private static final int MAX_CHARSETS = 20;

    private static final int MAX_CHARSET_NAME = 40;

    /**
     * What came of a text.
     *
     * @param complete whether all encoded words could be decoded
     */
    record Decoded(String text, boolean complete) {}

    private final String text;
    private final boolean plain;
    private final StringBuilder decoded = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, Optional<Charset>> charsets = new HashMap<>();
    private Optional<Charset> charset = Optional.empty();
    private boolean complete = true;
    private int close = -1;

    private EncodedWords(String text, boolean plain) {
        this.text = text;
        this.plain = plain;
    }

    /** Decodes all encoded words of a text; one whose charset is not known stays as it is. */
    static Decoded decode(String text) {
        return text.contains("=?") ? new EncodedWords(text, false).all() : new Decoded(text, true);
    }

    /** As a plain reader does: all charsets are UTF-8, and each word stands for itself. */
    static String decodeAsUtf8(String text) {
        return text.contains("=?") ? new EncodedWords(text, true).all().text() : text;
    }

    private Decoded all() {
        int done = 0;
        int begin = text.indexOf("=?");
        while (begin >= 0) {
            int end = word(begin, done);
            if (end > 0) {
                done = end;
                begin = text.indexOf("=?", end);
            } else {
                begin = text.indexOf("=?", begin + 1);
            }
        }
        endRun();
        decoded.append(text, done, text.length());
        return new Decoded(decoded.toString(), complete);
    }

    /** Decodes the word that begins here. Returns where it ends; 0 if it is none or cannot be decoded. */
    private int word(int begin, int done) {
        int encoding = text.indexOf('?', begin + 2) + 1;
        if (encoding <= begin + 3 || encoding + 1 >= text.length() || text.charAt(encoding + 1) != '?') {
            return 0;
        }
        boolean base64 = "bB".indexOf(text.charAt(encoding)) >= 0;
        if (!base64 && "qQ".indexOf(text.charAt(encoding)) < 0) {
            return 0;
        }
        int content = encoding + 2;
        if (close < content) {
            int found = text.indexOf("?=", content);
            close = found < 0 ? Integer.MAX_VALUE : found;
        }
        if (close == Integer.MAX_VALUE) {
            return 0;
        }
        Optional<Charset> named =
                charset(text.substring(begin + 2, Math.min(encoding - 1, begin + 2 + MAX_CHARSET_NAME)));
        if (named.isEmpty()) {
            complete = false;
            return 0;
        }
        if (plain || done == 0 || !text.substring(done, begin).isBlank()) {
            endRun();
            decoded.append(text, done, begin);
        } else if (!named.equals(charset)) {
            endRun();
        }
        charset = named;
        if (base64) {
            base64(content, close);
        } else {
            quoted(content, close);
        }
        return close + 2;
    }

    private void endRun() {
        charset.ifPresent(known -> decoded.append(bytes.toString(known)));
        charset = Optional.empty();
        bytes.reset();
    }

    private Optional<Charset> charset(String name) {
        if (plain) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        int language = name.indexOf('*');
        String key = (language < 0 ? name : name.substring(0, language)).toLowerCase(Locale.ROOT);
        Optional<Charset> known = charsets.get(key);
        if (known != null) {
            return known;
        }
        if (charsets.size() == MAX_CHARSETS) {
            return Optional.empty();
        }
        Optional<Charset> found = find(key);
        charsets.put(key, found);
        return found;
    }

    private static Optional<Charset> find(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private void quoted(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int high = c == '=' && i + 2 < to ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c == '_') {
                bytes.write(' ');
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                int end = Math.min(to, i + Character.charCount(text.codePointAt(i)));
                Charset written = charset.filter(Charset::canEncode).orElse(StandardCharsets.UTF_8);
                bytes.writeBytes(text.substring(i, end).getBytes(written));
                i = end - 1;
            }
        }
    }

    /** Leaves out what is not base64, as readers do. */
    private void base64(int from, int to) {
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(text.charAt(i));
            if (value >= 0) {
                bits = bits << 6 | value;
                count += 6;
                if (count >= 8) {
                    count -= 8;
                    bytes.write(bits >> count);
                }
            }
        }
    }
}
