package io.github.guichet.command;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text form of a table, as postmap(1) and texthash take it: a key, white space, a value. The key stays quoted as it is asked;
 * white space in it is allowed between double quotes only.
 */
final class TableText {

    private TableText() {}

    /** The whole file. */
    static String of(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + "\t" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Why an entry cannot be written so that Postfix reads the same key and value; empty when it can. */
    static Optional<String> problem(String key, String value) {
        if (value.isEmpty() || isSpace(value.charAt(0)) || isSpace(value.charAt(value.length() - 1))) {
            return Optional.of("its value is empty, or begins or ends with white space, which Postfix cuts off");
        }
        if (hasLineBreak(key) || hasLineBreak(value)) {
            return Optional.of("it has a line break");
        }
        if (key.startsWith("#")) {
            return Optional.of("a line that begins with # is a comment");
        }
        return keyProblem(key);
    }

    /** Reads the key as Postfix does (dict_thash.c, postmap.c). */
    private static Optional<String> keyProblem(String key) {
        boolean quoted = false;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '\\') {
                i++;
                if (i == key.length()) {
                    return Optional.of("its key ends with a backslash");
                }
            } else if (c == '"') {
                quoted = !quoted;
            } else if (isSpace(c) && !quoted) {
                return Optional.of("its key has white space outside double quotes");
            }
        }
        return quoted ? Optional.of("its key has a double quote without its partner") : Optional.empty();
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
