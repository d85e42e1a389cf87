package io.github.guichet.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/**
 * A configuration file in TOML 1.0 that knows where everything stands.
 *
 * <p>The way: {@link #read}, take everything that is known out of {@link #root()}, then {@link #finish()}, which reports what
 * nobody took. For one thread.
 */
public final class TomlFile {

    /** The largest file that is read, in bytes. */
    public static final int LIMIT = 1 << 20;

    private final String name;
    private final TomlSource source;
    private final Map<String, String> environment;
    private final Problems problems;
    private final Map<String, Set<KeyForm>> knownKeys = new TreeMap<>();
    private final ConfigSection root;

    private TomlFile(
            String name, String text, TomlParseResult parsed, Map<String, String> environment, Problems problems) {
        this.name = name;
        this.source = new TomlSource(text);
        this.environment = Map.copyOf(environment);
        this.problems = problems;
        this.root = new ConfigSection(this, List.of(), "", parsed, Position.NONE);
    }

    /**
     * Reads a file.
     *
     * @param file where it is
     * @param environment the variables for {@code ${env:NAME}} and {@code CREDENTIALS_DIRECTORY}
     * @param problems receives every syntax error; what could be read in spite of them is there
     * @return empty when there is no text to look at: no such file, not readable, too large, not UTF-8
     */
    public static Optional<TomlFile> read(Path file, Map<String, String> environment, Problems problems) {
        String name = file.toString();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LIMIT + 1);
        } catch (IOException e) {
            problems.add(new Problem(name, Position.NONE, "", reason(e)));
            return Optional.empty();
        }
        if (bytes.length > LIMIT) {
            problems.add(new Problem(name, Position.NONE, "", "is larger than " + LIMIT + " bytes"));
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(parse(name, text, environment, problems));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(name, Position.NONE, "", "is not UTF-8"));
            return Optional.empty();
        }
    }

    /** Without the words of the file that the parser repeats: they may be a password whose quotes are missing. */
    private static String withoutText(@Nullable String message) {
        return String.valueOf(message).replaceFirst("^Unexpected '.{2,}', expected", "Unexpected text, expected");
    }

    /** Reads a text, as {@link #read} does a file. */
    public static TomlFile parse(String name, String text, Map<String, String> environment, Problems problems) {
        TomlParseResult parsed = Toml.parse(text);
        for (TomlParseError error : parsed.errors()) {
            Position at = new Position(error.position().line(), error.position().column());
            problems.add(new Problem(name, at, "", "is not TOML: " + withoutText(error.getMessage())));
            problems.partial();
        }
        return new TomlFile(name, text, parsed, environment, problems);
    }

    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "may not be read by this user";
        }
        return "cannot be read: " + e.getMessage();
    }

    /** The outermost table. */
    public ConfigSection root() {
        return root;
    }

    /** The file's name as given. */
    public String name() {
        return name;
    }

    /** Reports every key that was not taken. */
    public void finish() {
        root.finish();
    }

    /**
     * Every key somebody asked for, with {@code NAME} in place of names, {@code source.NAME.url}, and the forms in which its value may
     * be written; what a manual must hold.
     */
    public Map<String, Set<KeyForm>> knownKeys() {
        return Collections.unmodifiableMap(knownKeys);
    }

    void known(String pattern, KeyForm form) {
        knownKeys.computeIfAbsent(pattern, key -> new LinkedHashSet<>()).add(form);
    }

    Problems problems() {
        return problems;
    }

    Map<String, String> environment() {
        return environment;
    }

    TomlSource source() {
        return source;
    }

    /** A text of the file with what it refers to filled in; reports what is wrong with references. */
    ConfigText text(String fullKey, String written, Position place) {
        List<String> trouble = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        var expanded = EnvironmentReferences.expand(written, environment(), (offset, message) -> {
            offsets.add(offset);
            trouble.add(message);
        });
        if (!trouble.isEmpty()) {
            List<Position> places = source().characters(place, written);
            for (int i = 0; i < trouble.size(); i++) {
                Position exact = places.isEmpty() ? place : places.get(offsets.get(i));
                problems().add(new Problem(name(), exact, fullKey, trouble.get(i)));
            }
        }
        return new ConfigText(fullKey, expanded, written, place, source());
    }
}
