package io.github.guichet.log;

/** What becomes of an event. */
interface LogForm {

    /** What must not be logged. */
    Privacy privacy();

    /** The line, without its end. */
    String line(LogEntry entry);

    /** That of a command somebody typed: as it words its own complaints. */
    record OfCommand(Privacy privacy) implements LogForm {

        @Override
        public String line(LogEntry entry) {
            return "guichet: " + entry.level().word() + ": " + TextLine.body(entry);
        }
    }

    /** That of the running process. */
    record OfService(LogFormat format, Stderr reader, Privacy privacy) implements LogForm {

        @Override
        public String line(LogEntry entry) {
            return format == LogFormat.JSON ? JsonLine.of(reader, entry) : TextLine.of(reader, entry);
        }
    }
}
