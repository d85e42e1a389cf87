package io.github.guichet.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes one JSON object, RFC 8259. */
public final class Json {

    private final StringBuilder text = new StringBuilder("{");

    /** A string. */
    public void field(String name, String value) {
        name(name);
        string(value);
    }

    /** A whole number. */
    public void field(String name, long value) {
        name(name);
        text.append(value);
    }

    /** True or false. */
    public void field(String name, boolean value) {
        name(name);
        text.append(value);
    }

    /** A number with its first four digits; null if there is none. */
    public void field(String name, OptionalDouble value) {
        name(name);
        number(value.orElse(Double.NaN));
    }

    /** An array of numbers with their first four digits; null for one that is not a number. */
    public void numbers(String name, double[] values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.length; i++) {
            text.append(i > 0 ? "," : "");
            number(values[i]);
        }
        text.append(']');
    }

    private void number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            text.append("null");
        } else {
            text.append(BigDecimal.valueOf(value)
                    .round(new MathContext(4))
                    .stripTrailingZeros()
                    .toPlainString());
        }
    }

    /** An object. */
    public void object(String name, Consumer<Json> writer) {
        name(name);
        Json one = new Json();
        writer.accept(one);
        text.append(one.end());
    }

    /** A value that is not there: null. */
    public void absent(String name) {
        name(name);
        text.append("null");
    }

    /** An array of strings. */
    public void strings(String name, List<String> values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i > 0 ? "," : "");
            string(values.get(i));
        }
        text.append(']');
    }

    /** An array of objects. */
    public <T> void list(String name, List<T> elements, BiConsumer<Json, T> writer) {
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
    public String end() {
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
