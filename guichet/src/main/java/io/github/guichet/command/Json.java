package io.github.guichet.command;

import java.util.List;
import java.util.function.BiConsumer;

/** Writes one JSON object, RFC 8259. */
final class Json {

    private final StringBuilder text = new StringBuilder("{");

    void field(String name, String value) {
        name(name);
        string(value);
    }

    void field(String name, long value) {
        name(name);
        text.append(value);
    }

    void field(String name, boolean value) {
        name(name);
        text.append(value);
    }

    /** A value that is not there: null. */
    void absent(String name) {
        name(name);
        text.append("null");
    }

    /** An array of strings. */
    void strings(String name, List<String> values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i > 0 ? "," : "");
            string(values.get(i));
        }
        text.append(']');
    }

    /** An array of objects. */
    <T> void list(String name, List<T> elements, BiConsumer<Json, T> writer) {
        name(name);
        text.append('[');
        for (int i = 0; i < elements.size(); i++) {
            Json one = new Json();
            writer.accept(one, elements.get(i));
            text.append(i > 0 ? "," : "").append(one.end());
        }
        text.append(']');
    }

    /** The whole object. */
    String end() {
        return text + "}";
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        string(name);
        text.append(':');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
