package io.github.guichet.log;

import io.github.guichet.status.LoggedLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes what is logged, one line an event. Safe for use by many threads. */
final class LogHandler extends Handler {

    private static final int FRAMES = 8;
    private static final int CAUSES = 4;

    private final PrintStream out;
    private volatile LogForm form;
    private volatile Consumer<LoggedLine> listener = line -> {};

    LogHandler(PrintStream out, LogForm form) {
        this.out = out;
        this.form = form;
    }

    /** From now on. */
    void use(LogForm other) {
        form = other;
    }

    /** From now on, this one hears of errors and warnings as they are written. */
    void listen(Consumer<LoggedLine> other) {
        listener = other;
    }

    @Override
    public void publish(LogRecord written) {
        if (isOfDriver(String.valueOf(written.getLoggerName())) || isHangUp(written) || !isLoggable(written)) {
            return;
        }
        LogForm now = form;
        LogEntry entry = entry(written, now.privacy());
        byte[] line = (now.line(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
        out.flush();
        tell(entry);
    }

    private void tell(LogEntry entry) {
        if (entry.level().compareTo(LogLevel.WARNING) <= 0) {
            LoggedLine.Severity severity =
                    entry.level() == LogLevel.ERROR ? LoggedLine.Severity.ERROR : LoggedLine.Severity.WARNING;
            listener.accept(new LoggedLine(entry.time(), severity, TextLine.body(entry)));
        }
    }

    /** The pool and the drivers report what the source itself reports, and word it with URLs in it. */
    private static boolean isOfDriver(String logger) {
        return logger.startsWith("com.zaxxer.")
                || logger.startsWith("org.mariadb.")
                || logger.startsWith("org.postgresql.");
    }

    /** A text of others as it would be written now: clipped, without secrets and what the settings hide. */
    String shown(String text) {
        Privacy privacy = form.privacy();
        String safe = Secrets.hide(text);
        return Printable.clipped(privacy.isOff() ? safe : privacy.text(safe));
    }

    /** A scraper that goes away while it is answered is no error of ours, and can do that as often as it likes. */
    private static boolean isHangUp(LogRecord written) {
        return String.valueOf(written.getLoggerName()).startsWith("io.prometheus.metrics.exporter.")
                && written.getThrown() instanceof IOException;
    }

    private static LogEntry entry(LogRecord written, Privacy privacy) {
        LogEvent event = Secrets.hide(LogEvent.of(String.valueOf(written.getMessage())));
        Throwable thrown = written.getThrown();
        String trace = thrown == null ? "" : Secrets.hide(trace(thrown));
        return new LogEntry(
                written.getInstant(),
                LogLevel.of(written.getLevel()),
                LogArea.of(String.valueOf(written.getLoggerName())),
                privacy.isOff() ? event : privacy.of(event),
                privacy.isOff() ? trace : privacy.text(trace));
    }

    private static String trace(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        Throwable cause = thrown.getCause();
        for (int depth = 1; cause != null && depth < CAUSES; depth++) {
            text.append(": ").append(cause);
            cause = cause.getCause();
        }
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append(" at ").append(frames[i]);
        }
        return text.toString();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
