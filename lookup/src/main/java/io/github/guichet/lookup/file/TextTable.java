package io.github.guichet.lookup.file;

import io.github.guichet.lookup.CaseFold;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one reading of a text table gave.
 *
 * <p>Each logical line is a key, white space, a value. White space inside double quotes belongs to the key, which keeps its
 * quotes; a backslash takes the meaning off the next character. Lines without a value, with an unbalanced quote or with bytes
 * that are not UTF-8 are left out with a warning, as Postfix does. Of two lines with the same folded key the first counts.
 *
 * <p>Source: Postfix's postmap(1) and its texthash tables.
 *
 * @param values by folded key
 * @param warnings at most {@link #MOST_WARNINGS}, each with its line number
 */
record TextTable(Map<String, String> values, List<String> warnings) {

    /** A file of the wrong kind must not fill the log. */
    static final int MOST_WARNINGS = 20;

    /** Reads a whole file. */
    static TextTable read(byte[] file) {
        TextTable table = new TextTable(new HashMap<>(), new ArrayList<>());
        // One character for each byte, so that a byte that is not UTF-8 spoils its own line only.
        for (LogicalLines.Line line : LogicalLines.of(new String(file, StandardCharsets.ISO_8859_1))) {
            table.add(table.untilNul(line), line.number());
        }
        return table;
    }

    private void add(String line, int number) {
        int end = keyEnd(line);
        if (end < 0) {
            warn(number, "unbalanced '\"'");
            return;
        }
        int from = end;
        while (from < line.length() && LogicalLines.isSpace(line.charAt(from))) {
            from++;
        }
        int to = line.length();
        while (to > from && LogicalLines.isSpace(line.charAt(to - 1))) {
            to--;
        }
        if (end == 0 || from == to) {
            warn(number, "expected: key, white space, value");
            return;
        }
        try {
            store(decode(line.substring(0, end)), decode(line.substring(from, to)), number);
        } catch (CharacterCodingException e) {
            warn(number, "not UTF-8");
        }
    }

    private void store(String key, String value, int number) {
        if (key.endsWith(":")) {
            warn(number, "\"key: value\": is this an alias file?");
        }
        if (values.putIfAbsent(CaseFold.fold(key), value) != null) {
            warn(number, "a second line for \"" + key + "\"");
        }
    }

    /** Postfix reads lines as C strings. */
    private String untilNul(LogicalLines.Line line) {
        int nul = line.text().indexOf('\0');
        if (nul < 0) {
            return line.text();
        }
        warn(line.number(), "text after a null byte");
        return line.text().substring(0, nul);
    }

    /** Where the key ends, or -1 when a quote is left open. */
    private static int keyEnd(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && LogicalLines.isSpace(c)) {
                return i;
            }
        }
        return quoted ? -1 : line.length();
    }

    private static String decode(String bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                .toString();
    }

    private void warn(int number, String what) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add("line " + number + ": " + what);
        }
    }
}
