package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an {@code encoding} other than UTF-8 does to text. Postfix sends the bytes of the key, whatever they are, and tells
 * the server that they are in that encoding; PostgreSQL's driver speaks nothing but UTF-8, so the same is done here: an é of
 * the key is sent as the two letters that its two bytes are in Latin 1. (MariaDB is told the encoding itself.)
 */
final class WireText {

    /**
     * Stands for bytes that are no text, until it is known whether they are part of the result: Postfix only looks at what the
     * result format makes of a value. Unicode reserves this character for such uses.
     */
    static final char NO_TEXT = '\uffff';

    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("UTF8", "UTF-8"),
            Map.entry("UNICODE", "UTF-8"),
            Map.entry("SQL_ASCII", "UTF-8"),
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN9", "ISO-8859-15"),
            Map.entry("WIN1250", "windows-1250"),
            Map.entry("WIN1251", "windows-1251"),
            Map.entry("WIN1252", "windows-1252"),
            Map.entry("KOI8R", "KOI8-R"));

    private final Charset charset;

    private WireText(Charset charset) {
        this.charset = charset;
    }

    static WireText of(SqlSourceConfig config) {
        Optional<Charset> charset =
                config.dialect() == SqlDialect.POSTGRESQL ? postgresql(config.charset()) : Optional.empty();
        return new WireText(charset.orElse(StandardCharsets.UTF_8));
    }

    /** PostgreSQL's encoding of a name; empty for one that is not supported. */
    static Optional<Charset> postgresql(String encoding) {
        String name =
                encoding.isEmpty() ? "UTF8" : encoding.toUpperCase(Locale.ROOT).replace("-", "");
        return Optional.ofNullable(CHARSETS.get(name)).map(Charset::forName);
    }

    String sent(String key) {
        return charset.equals(StandardCharsets.UTF_8) ? key : new String(key.getBytes(StandardCharsets.UTF_8), charset);
    }

    /**
     * A value as Postfix would see its bytes.
     *
     * @throws SourceException when the encoding lacks a character: the server itself would have refused to send it
     */
    String received(String value) throws SourceException {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return value;
        }
        try {
            return utf8(charset.newEncoder().encode(CharBuffer.wrap(value)));
        } catch (CharacterCodingException e) {
            throw new SourceException(
                    SourceFailure.RESULT, "a value cannot be expressed in the encoding " + charset, e);
        }
    }

    /** Text from bytes, with {@link #NO_TEXT} in place of what is not UTF-8. */
    static String utf8(ByteBuffer bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(String.valueOf(NO_TEXT))
                .decode(bytes)
                .toString();
    }
}
