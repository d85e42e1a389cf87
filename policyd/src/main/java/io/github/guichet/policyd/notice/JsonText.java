package io.github.guichet.policyd.notice;

import java.util.List;
import java.util.Map;

/** Writes one JSON object, RFC 8259, in ASCII. */
final class JsonText {

    private final StringBuilder text = new StringBuilder("{");

    JsonText with(String name, String value) {
        name(name);
        string(value);
        return this;
    }

    JsonText with(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    JsonText with(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    JsonText with(String name, List<String> values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",");
            string(values.get(i));
        }
        text.append(']');
        return this;
    }

    JsonText with(String name, Map<String, String> values) {
        name(name);
        JsonText inner = new JsonText();
        values.forEach(inner::with);
        text.append(inner.end());
        return this;
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
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
