package io.github.guichet.command;

import io.github.guichet.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One entry of the embedded store, field by field in the order in which it is printed. */
final class StoreEntry {

    /** A field's value. */
    sealed interface Value {}

    private record Text(Optional<String> text) implements Value {}

    private record Count(Optional<Long> number) implements Value {}

    private record Flag(boolean on) implements Value {}

    private record Texts(List<String> texts) implements Value {}

    private final Map<String, Value> fields = new LinkedHashMap<>();

    StoreEntry with(String name, String text) {
        return with(name, new Text(Optional.of(text)));
    }

    StoreEntry withText(String name, Optional<String> text) {
        return with(name, new Text(text));
    }

    StoreEntry withNumber(String name, Optional<Long> number) {
        return with(name, new Count(number));
    }

    StoreEntry with(String name, boolean on) {
        return with(name, new Flag(on));
    }

    StoreEntry with(String name, List<String> texts) {
        return with(name, new Texts(texts));
    }

    private StoreEntry with(String name, Value value) {
        fields.put(name, value);
        return this;
    }

    Map<String, Value> fields() {
        return fields;
    }

    /** For people and for cut(1). */
    static String plain(Value value) {
        if (value instanceof Text text) {
            return text.text().orElse("-");
        }
        if (value instanceof Count number) {
            return number.number().map(String::valueOf).orElse("-");
        }
        if (value instanceof Flag flag) {
            return flag.on() ? "yes" : "no";
        }
        return String.join(",", ((Texts) value).texts());
    }

    /** One JSON object. */
    String json() {
        Json json = new Json();
        fields.forEach((name, value) -> write(json, name, value));
        return json.end();
    }

    private static void write(Json json, String name, Value value) {
        if (value instanceof Text text) {
            text.text().ifPresentOrElse(t -> json.field(name, t), () -> json.absent(name));
        } else if (value instanceof Count number) {
            number.number().ifPresentOrElse(n -> json.field(name, n), () -> json.absent(name));
        } else if (value instanceof Flag flag) {
            json.field(name, flag.on());
        } else {
            json.strings(name, ((Texts) value).texts());
        }
    }
}
