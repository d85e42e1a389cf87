package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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

    String received(String value) throws SourceException {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return value;
        }
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(value));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new SourceException(
                    SourceFailure.RESULT, "a value cannot be read as UTF-8 with the encoding " + charset, e);
        }
    }
}
