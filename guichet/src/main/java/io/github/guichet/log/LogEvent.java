package io.github.guichet.log;

import io.github.guichet.server.LogField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line says: a sentence, or {@code kind: name=value …} with the fields of {@link LogField}. The values in such a line are
 * escaped by who wrote it (see {@link io.github.guichet.server.LogLine}), so that taking it apart again is not a guess. What
 * looks a little different is a sentence.
 *
 * @param more how many like it were left out before it
 * @param kind what happened; empty for a sentence
 * @param fields in their order; none for a sentence
 * @param sentence the text, if there are no fields
 */
record LogEvent(long more, String kind, List<Field> fields, String sentence) {

    /**
     * A field.
     *
     * @param bracketed whether its value stands in {@code <>}
     * @param written the value with its escapes
     * @param value the same without them
     */
    record Field(LogField name, boolean bracketed, String written, String value) {

        /** The field with another value, escaped as strictly as it was. */
        Field with(String other) {
            return other.equals(value) ? this : new Field(name, bracketed, escaped(other), other);
        }

        private String escaped(String other) {
            boolean loose = written.indexOf(' ') >= 0;
            StringBuilder text = new StringBuilder(other.length());
            for (int i = 0; i < other.length(); i++) {
                char c = other.charAt(i);
                boolean plain = c > ' ' && c < 0x7f && "<>\\=".indexOf(c) < 0;
                text.append(plain || (loose && c == ' ') ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
            return text.toString();
        }
    }

    private static final Pattern MORE = Pattern.compile("\\((\\d{1,18}) more like it in the meantime\\) ");
    private static final Pattern KIND = Pattern.compile("([a-z][a-z ]{1,39}): (?=[a-z_]+=)");
    private static final Pattern FIELD =
            Pattern.compile("([a-z_]+)=(?:<([^<>]*)>|([^<>=]*?))(?= [a-z_]+=|$)( ?)", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    /** Takes a message apart. */
    static LogEvent of(String message) {
        Matcher more = MORE.matcher(message);
        boolean repeated = more.lookingAt();
        long count = repeated ? Long.parseLong(more.group(1)) : 0;
        String rest = repeated ? message.substring(more.end()) : message;
        Matcher kind = KIND.matcher(rest);
        if (kind.lookingAt()) {
            Optional<List<Field>> fields = fields(rest, kind.end());
            if (fields.isPresent()) {
                return new LogEvent(count, kind.group(1), fields.get(), "");
            }
        }
        return new LogEvent(count, "", List.of(), rest);
    }

    private static Optional<List<Field>> fields(String text, int from) {
        List<Field> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(text);
        int at = from;
        while (at < text.length()) {
            if (!field.find(at) || field.start() != at) {
                return Optional.empty();
            }
            Optional<LogField> name = LogField.of(field.group(1));
            if (name.isEmpty()) {
                return Optional.empty();
            }
            boolean bracketed = field.group(2) != null;
            String written = bracketed ? field.group(2) : field.group(3);
            fields.add(new Field(name.get(), bracketed, written, unescaped(written)));
            at = field.end();
        }
        return Optional.of(fields);
    }

    private static String unescaped(String written) {
        return ESCAPE.matcher(written)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }

    /** The line as it was taken apart. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (more > 0) {
            text.append('(').append(more).append(" more like it in the meantime) ");
        }
        if (fields.isEmpty()) {
            return text.append(sentence).toString();
        }
        text.append(kind).append(':');
        for (Field field : fields) {
            text.append(' ').append(field.name().word()).append(field.bracketed() ? "=<" : "=");
            text.append(field.written()).append(field.bracketed() ? ">" : "");
        }
        return text.toString();
    }
}
