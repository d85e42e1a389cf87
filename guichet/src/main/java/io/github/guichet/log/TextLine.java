package io.github.guichet.log;

/** An event as text. */
final class TextLine {

    private TextLine() {}

    /** In front of the line: what the reader at the other end of standard error does not add himself. */
    static String of(Stderr reader, LogEntry entry) {
        return switch (reader) {
            case TERMINAL ->
                Times.clock(entry.time()) + " "
                        + String.format("%-7s", entry.level().word()) + " " + body(entry);
            case FILE -> Times.whole(entry.time()) + " " + entry.level().word() + " " + body(entry);
            case JOURNAL, PIPE -> "<" + entry.level().priority() + ">" + body(entry);
        };
    }

    /** The event itself. */
    static String body(LogEntry entry) {
        String text = entry.event().text();
        return Printable.clipped(entry.trace().isEmpty() ? text : text + ": " + entry.trace());
    }
}
