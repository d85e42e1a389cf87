package io.github.guichet.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlKeyValue;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of the configuration, to be read key by key. A wrong value is reported and read as if it were absent, so that
 * reading goes on and everything wrong is found in one run. For one thread.
 */
public final class ConfigSection {

    private final TomlFile file;
    private final List<String> path;
    private final String pattern;
    private final TomlTable table;
    private final Position position;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<ConfigSection> opened = new ArrayList<>();

    ConfigSection(TomlFile file, List<String> path, String pattern, TomlTable table, Position position) {
        this.file = file;
        this.path = path;
        this.pattern = pattern;
        this.table = table;
        this.position = position;
    }

    /** The last part of its name: {@code db} for {@code [source.db]}; empty for the whole file. */
    public String name() {
        return path.isEmpty() ? "" : path.get(path.size() - 1);
    }

    /** Whether a key is written here, whatever its value. */
    public boolean has(String key) {
        return table.contains(List.of(key));
    }

    /** Whether a key is written here with a value of a type: {@code String}, {@code Boolean}. */
    public boolean is(String key, Class<?> type) {
        return type.isInstance(table.get(List.of(key)));
    }

    /** Whether a key is written here, as a list with nothing in it. */
    public boolean isEmptyList(String key) {
        return table.get(List.of(key)) instanceof TomlArray array && array.isEmpty();
    }

    /** Whether a key is written here, as a table with nothing in it. */
    public boolean isEmptyTable(String key) {
        return table.get(List.of(key)) instanceof TomlTable inner && inner.isEmpty();
    }

    /** The keys that are written here. */
    public Set<String> keys() {
        return table.keySet();
    }

    /** The full name of a key as an administrator would write it. */
    public String fullKey(String key) {
        List<String> all = new ArrayList<>(path);
        if (!key.isEmpty()) {
            all.add(key);
        }
        return all.isEmpty() ? "" : Toml.joinKeyPath(all);
    }

    /** A string with {@code ${env:NAME}} replaced. */
    public Optional<String> string(String key) {
        return text(key).map(ConfigText::text);
    }

    /** A string that knows where its characters stand. */
    public Optional<ConfigText> text(String key) {
        @Nullable Object value = take(key, KeyForm.STRING);
        if (value instanceof String written) {
            return Optional.of(file.text(fullKey(key), written, at(key)));
        }
        return wrong(key, value, "a string");
    }

    /** A list of strings; a single string counts as a list of one. Empty when the key is absent. */
    public List<ConfigText> texts(String key) {
        @Nullable Object value = take(key, KeyForm.LIST);
        if (value instanceof String written) {
            return List.of(file.text(fullKey(key), written, at(key)));
        }
        List<ConfigText> texts = new ArrayList<>();
        if (value instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                Position place = position(array.inputPositionOf(i));
                if (array.get(i) instanceof String written) {
                    texts.add(file.text(fullKey(key), written, place));
                } else {
                    report(place, key, "must be a list of strings");
                }
            }
        } else if (value != null) {
            problem(key, "must be a list of strings");
        }
        return List.copyOf(texts);
    }

    /** A list of strings as plain text. */
    public List<String> strings(String key) {
        return texts(key).stream().map(ConfigText::text).toList();
    }

    /** A truth value. */
    public Optional<Boolean> bool(String key) {
        @Nullable Object value = take(key, KeyForm.TRUTH);
        return value instanceof Boolean truth ? Optional.of(truth) : wrong(key, value, "true or false");
    }

    /** A whole number from {@code least} to {@code most}. */
    public Optional<Integer> integer(String key, int least, int most) {
        @Nullable Object value = take(key, KeyForm.number(least, most));
        if (value instanceof Long number && number >= least && number <= most) {
            return Optional.of(number.intValue());
        }
        return wrong(key, value, "a whole number from " + least + " to " + most);
    }

    /** A duration such as {@code "500ms"}, from {@code least} to {@code most}. */
    public Optional<Duration> duration(String key, Duration least, Duration most) {
        @Nullable Object value = take(key, KeyForm.duration(least, most));
        Optional<Duration> duration =
                value instanceof String text ? ConfigUnits.duration(expand(key, text)) : Optional.empty();
        if (duration.isPresent()
                && duration.get().compareTo(least) >= 0
                && duration.get().compareTo(most) <= 0) {
            return duration;
        }
        return wrong(
                key,
                value,
                "a duration from \"" + ConfigUnits.text(least) + "\" to \"" + ConfigUnits.text(most)
                        + "\", written like \"500ms\", \"2s\", \"5m\" or \"24h\"");
    }

    /** A size such as {@code "64kB"} in bytes, from {@code least} to {@code most}. */
    public Optional<Long> size(String key, long least, long most) {
        @Nullable Object value = take(key, KeyForm.size(least, most));
        Optional<Long> size = value instanceof String text ? ConfigUnits.size(expand(key, text)) : Optional.empty();
        if (size.isPresent() && size.get() >= least && size.get() <= most) {
            return size;
        }
        return wrong(
                key,
                value,
                "a size from " + least + " to " + most + " bytes, written like \"512B\", \"64kB\" or \"16MB\"");
    }

    /** One of several words. */
    public <T> Optional<T> choice(String key, Map<String, T> words) {
        @Nullable Object value = take(key, KeyForm.words(words.keySet()));
        String written = value instanceof String text ? expand(key, text) : "";
        T chosen = words.get(written);
        if (chosen != null) {
            return Optional.of(chosen);
        }
        Optional<T> none = wrong(key, value, "one of " + String.join(", ", words.keySet()));
        return none;
    }

    /** An absolute path. */
    public Optional<Path> path(String key) {
        file.known(join(key), KeyForm.PATH);
        Optional<String> written = string(key);
        try {
            Optional<Path> found = written.map(Path::of).filter(Path::isAbsolute);
            if (written.isPresent() && found.isEmpty()) {
                problem(key, "must be an absolute path, is " + ShownValue.quoted(written.get()));
            }
            return found;
        } catch (InvalidPathException e) {
            problem(key, "must be an absolute path, is " + ShownValue.quoted(written.orElse("")));
            return Optional.empty();
        }
    }

    /** A secret given as {@code key}, {@code key-file} or {@code key-credential}; more than one of them is a problem. */
    public Optional<Secret> secret(String key) {
        return new SecretReader(this, file.environment()).read(key);
    }

    /** A table inside this one. */
    public Optional<ConfigSection> table(String key) {
        @Nullable Object value = take(key, KeyForm.TABLE);
        return value instanceof TomlTable inner
                ? Optional.of(open(key, join(key), inner, headerAt(key)))
                : wrong(key, value, "a table");
    }

    /** All tables inside a table, by their names: {@code [source.a]}, {@code [source.b]}. */
    public Map<String, ConfigSection> tables(String key) {
        Map<String, ConfigSection> tables = new LinkedHashMap<>();
        Optional<ConfigSection> outer = table(key);
        if (outer.isPresent()) {
            ConfigSection section = outer.get();
            for (String name : section.table.keySet()) {
                section.asked.add(name);
                Object value = section.table.get(List.of(name));
                if (value instanceof TomlTable inner) {
                    Position place = section.headerAt(name);
                    tables.put(name, section.open(name, join(key) + ".NAME", inner, place));
                } else {
                    section.problem(name, "must be a table, [" + section.fullKey(name) + "]");
                }
            }
        }
        return tables;
    }

    /** Strings by free keys, in their order. */
    public Map<String, ConfigText> texts() {
        Map<String, ConfigText> texts = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            text(key).ifPresent(text -> texts.put(key, text));
        }
        return texts;
    }

    /**
     * Strings, whole numbers and truth values by free keys, in their order, each as its text: {@code port = 143} is the same as
     * {@code port = "143"}.
     */
    public Map<String, ConfigText> scalars() {
        Map<String, ConfigText> texts = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            @Nullable Object value = take(key);
            if (value instanceof String || value instanceof Long || value instanceof Boolean) {
                texts.put(key, file.text(fullKey(key), value.toString(), at(key)));
            } else {
                problem(key, "must be a string, a whole number, true or false");
            }
        }
        return texts;
    }

    /**
     * The elements of a list that may hold strings and tables, or of a single one of them.
     *
     * @param key the key
     * @return in order; each is a {@link ConfigText} or a {@link ConfigSection}
     */
    public List<Object> elements(String key) {
        @Nullable Object value = take(key);
        List<Object> elements = new ArrayList<>();
        if (value instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                element(key, array.get(i), position(array.inputPositionOf(i)), elements);
            }
        } else if (value != null) {
            element(key, value, at(key), elements);
        }
        return List.copyOf(elements);
    }

    private void element(String key, Object value, Position place, List<Object> elements) {
        if (value instanceof String written) {
            elements.add(file.text(fullKey(key), written, place));
        } else if (value instanceof TomlTable inner) {
            elements.add(open(key, join(key), inner, place));
        } else {
            report(place, key, "must be a string or a table");
        }
    }

    /** Reports that a key is needed and is not there. */
    public void missing(String key, String message) {
        file.problems().addMissing(new Problem(file.name(), position, fullKey(key), message));
    }

    /** Reports what is wrong with a key's value, at the value. */
    public void problem(String key, String message) {
        report(has(key) ? at(key) : position, key, message);
    }

    /** Reports what is wrong inside a text, at one of its characters. */
    public void problem(ConfigText text, int offset, String message) {
        file.problems().add(new Problem(file.name(), text.at(offset), text.key(), message));
    }

    /** Reports what is wrong with the reference that a text makes to another part of the file, which may be lost. */
    public void unresolved(ConfigText text, String message) {
        file.problems().addMissing(new Problem(file.name(), text.position(), text.key(), message));
    }

    /** Reports what is wrong in another file that this one names; line 0 for the file as a whole. */
    public void elsewhere(String otherFile, int line, String key, String message) {
        file.problems().add(new Problem(otherFile, line > 0 ? new Position(line, 1) : Position.NONE, key, message));
    }

    /** Reports a key that is known and has no place here, if it is written. */
    public void refuse(String key, String message) {
        known(key);
        if (has(key)) {
            problem(key, message);
        }
    }

    /** Leaves the rest of this table unread: without knowing what it is, nobody can say which keys belong in it. */
    public void takeAll() {
        asked.addAll(table.keySet());
    }

    /** Leaves some keys unread that may belong in this table; any other is still unknown. */
    public void takeAll(Collection<String> keys) {
        asked.addAll(keys);
    }

    void finish() {
        for (String key : table.keySet()) {
            if (!asked.contains(key)) {
                boolean section = table.get(List.of(key)) instanceof TomlTable && path.isEmpty();
                Position place = position(table.inputPositionOf(List.of(key)));
                report(place, key, "unknown " + (section ? "section" : "key") + Nearest.suggestion(key, asked));
            }
        }
        opened.forEach(ConfigSection::finish);
    }

    private ConfigSection open(String key, String newPattern, TomlTable inner, Position place) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        ConfigSection section = new ConfigSection(file, List.copyOf(longer), newPattern, inner, place);
        opened.add(section);
        return section;
    }

    void known(String key) {
        asked.add(key);
        file.known(join(key), KeyForm.OTHER);
    }

    private @Nullable Object take(String key) {
        return take(key, KeyForm.OTHER);
    }

    private @Nullable Object take(String key, KeyForm form) {
        asked.add(key);
        file.known(join(key), form);
        return table.get(List.of(key));
    }

    private String join(String key) {
        return pattern.isEmpty() ? key : pattern + "." + key;
    }

    private String expand(String key, String written) {
        return file.text(fullKey(key), written, at(key)).text();
    }

    private <T> Optional<T> wrong(String key, @Nullable Object value, String allowed) {
        if (value != null) {
            problem(key, "must be " + allowed + ShownValue.of(value));
        }
        return Optional.empty();
    }

    private void report(Position place, String key, String message) {
        file.problems().add(new Problem(file.name(), place, fullKey(key), message));
    }

    private Position headerAt(String key) {
        return position(table.inputPositionOf(List.of(key)));
    }

    private Position at(String key) {
        @Nullable TomlKeyValue entry = table.entry(List.of(key));
        return entry == null || entry.value() == null
                ? headerAt(key)
                : position(entry.value().position());
    }

    private Position position(@Nullable TomlPosition place) {
        return place == null ? position : new Position(place.line(), place.column());
    }
}
