package io.github.guichet.server;

/**
 * A log line of fields that nobody can forge: {@code name=<value>} with blanks between. In a value all but printable ASCII, and
 * {@code < > \}, is escaped as {@code \}{@code uXXXX}, in what a peer says also space and {@code =}. Used by one thread.
 */
public final class LogLine {

    private static final int LONGEST_WORD = 255;
    private static final int LONGEST_TEXT = 450;

    private final StringBuilder line = new StringBuilder(400);

    /** A word without brackets, be it ours or a peer's; {@code -} if it is empty. */
    public LogLine bare(LogField name, Object word) {
        name(name);
        escape(orDash(word.toString()), LONGEST_WORD, false);
        return this;
    }

    /** What a peer says: one word. */
    public LogLine peer(LogField name, String value) {
        return bracketed(name, value, LONGEST_WORD, false);
    }

    /** A short text of ours, or of the configuration. */
    public LogLine word(LogField name, String value) {
        return bracketed(name, value, LONGEST_WORD, true);
    }

    /** A text of ours, or of the configuration. */
    public LogLine text(LogField name, String value) {
        return bracketed(name, value, LONGEST_TEXT, true);
    }

    private LogLine bracketed(LogField name, String value, int longest, boolean ours) {
        name(name).append('<');
        escape(value, longest, ours);
        line.append('>');
        return this;
    }

    private StringBuilder name(LogField name) {
        if (!line.isEmpty()) {
            line.append(' ');
        }
        return line.append(name.word()).append('=');
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private void escape(String text, int longest, boolean ours) {
        int length = Math.min(text.length(), longest);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean harmless = c > ' ' && c < 0x7f && c != '<' && c != '>' && c != '\\' && (ours || c != '=');
            if (harmless || (ours && c == ' ')) {
                line.append(c);
            } else {
                line.append(String.format("\\u%04x", (int) c));
            }
        }
        if (text.length() > longest) {
            line.append("...");
        }
    }

    /** The line. */
    @Override
    public String toString() {
        return line.toString();
    }
}
