package io.github.guichet.server;

import java.util.List;

/** A string of the configuration that knows where each of its characters stands, for messages about the inside of a query. */
public final class ConfigText {

    private final String key;
    private final String text;
    private final String written;
    private final List<Integer> origins;
    private final Position position;
    private final TomlSource source;

    ConfigText(
            String key, EnvironmentReferences.Result expanded, String written, Position position, TomlSource source) {
        this.key = key;
        this.text = expanded.text();
        this.origins = expanded.origins();
        this.written = written;
        this.position = position;
        this.source = source;
    }

    /** The full key. */
    public String key() {
        return key;
    }

    /** The text itself, with what came from the environment. */
    public String text() {
        return text;
    }

    /** Where the value begins. */
    public Position position() {
        return position;
    }

    /**
     * Where a character stands in the file; one that came from the environment stands where its reference stands.
     *
     * @param offset in {@link #text()}, from 0; its length is the place after the last one
     */
    public Position at(int offset) {
        List<Position> places = source.characters(position, written);
        int bounded = Math.max(0, Math.min(offset, text.length()));
        return places.isEmpty() ? position : places.get(origins.get(bounded));
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
