package io.github.guichet.server;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Values of the file in messages about them. */
final class ShownValue {

    private ShownValue() {}

    /** What a value is, behind a comma; nothing for one that has no short form. */
    static String of(Object value) {
        if (value instanceof String text) {
            return ", is " + quoted(text);
        }
        if (value instanceof Long || value instanceof Boolean || value instanceof Double) {
            return ", is " + value;
        }
        return value instanceof TomlTable ? ", is a table" : value instanceof TomlArray ? ", is a list" : "";
    }

    /** A string as it could stand in the file, clipped. */
    static String quoted(String text) {
        String clipped = text.length() <= 60 ? text : text.substring(0, 60) + "…";
        return "\"" + Toml.tomlEscape(clipped) + "\"";
    }
}
