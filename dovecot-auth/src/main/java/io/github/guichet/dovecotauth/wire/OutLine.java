package io.github.guichet.dovecotauth.wire;

/** A line being written. Fields are escaped; names and words of the protocol need no escaping and are not looked at. */
public final class OutLine {

    private final StringBuilder text;

    private OutLine(String word) {
        text = new StringBuilder(96).append(word);
    }

    /** Begins a line with a word of the protocol. */
    public static OutLine of(String word) {
        return new OutLine(word);
    }

    /** Begins a line with a letter and a value that follows it without a tab, as the dict protocol does. */
    public static OutLine of(char letter, String value) {
        OutLine line = new OutLine(String.valueOf(letter));
        line.escape(value);
        return line;
    }

    /** Adds a field. */
    public OutLine field(String value) {
        text.append('\t');
        escape(value);
        return this;
    }

    /** Adds a field that is a number. */
    public OutLine field(long value) {
        text.append('\t').append(value);
        return this;
    }

    /** Adds {@code name=value}. */
    public OutLine field(String name, String value) {
        text.append('\t');
        escape(name);
        text.append('=');
        escape(value);
        return this;
    }

    /** Adds a field of a record: its name alone if its value is empty, as Dovecot writes {@code nologin}. */
    public OutLine entry(String name, String value) {
        return value.isEmpty() ? field(name) : field(name, value);
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case 0 -> text.append("\u00010");
                case 1 -> text.append("\u00011");
                case '\t' -> text.append("\u0001t");
                case '\r' -> text.append("\u0001r");
                case '\n' -> text.append("\u0001n");
                default -> text.append(c);
            }
        }
    }

    /** The line with its line feed. */
    CharSequence finished() {
        return text.append('\n');
    }

    /** The line so far; for tests. It may hold secrets. */
    @Override
    public String toString() {
        return text.toString();
    }
}
