package io.github.guichet.lookup.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records as one text, as the cache keeps them and the snapshot stores them: a line a record, fields separated by tabs,
 * {@code name=value}, with backslash escapes for tab, line feed and backslash.
 *
 * <pre>{@code
 * user=alice@example.org<TAB>password={SHA256}…<LF>
 * }</pre>
 */
final class RecordFormat {

    private RecordFormat() {}

    static String write(List<AccountRecord> records) {
        StringBuilder text = new StringBuilder(64);
        for (AccountRecord record : records) {
            for (Map.Entry<String, String> field : record.fields().entrySet()) {
                escape(field.getKey(), text);
                text.append('=');
                escape(field.getValue(), text);
                text.append('\t');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void escape(String value, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '=' -> text.append("\\e");
                case '\\' -> text.append("\\\\");
                default -> text.append(c);
            }
        }
    }

    static List<AccountRecord> read(String text) {
        List<AccountRecord> records = new ArrayList<>(1);
        Map<String, String> fields = new LinkedHashMap<>();
        StringBuilder part = new StringBuilder();
        String name = "";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '=' -> name = cut(part);
                case '\t' -> fields.put(name, cut(part));
                case '\n' -> {
                    records.add(new AccountRecord(fields));
                    fields.clear();
                }
                case '\\' -> {
                    i++;
                    part.append(unescaped(text.charAt(i)));
                }
                default -> part.append(c);
            }
        }
        return records;
    }

    private static String cut(StringBuilder part) {
        String text = part.toString();
        part.setLength(0);
        return text;
    }

    private static char unescaped(char letter) {
        return switch (letter) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'e' -> '=';
            default -> letter;
        };
    }
}
