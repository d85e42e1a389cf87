package io.github.guichet.command;

import io.github.guichet.status.LoggedLine;
import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Writes the log to stderr, one line an event, each with the priority that systemd-journald reads ({@code <3>} error,
 * {@code <4>} warning, {@code <6>} information; sd-daemon(3)).
 *
 * <p>Whatever a peer or a server said may be part of an event, so control characters are escaped and long lines clipped.
 */
final class Logs extends Handler {

    private static final int LONGEST = 2000;
    private static final int FRAMES = 8;

    private final PrintStream out;
    private volatile Consumer<LoggedLine> listener = line -> {};

    Logs(PrintStream out) {
        this.out = out;
    }

    /** Makes this the only handler of the process; called before anything is logged. */
    static void install(PrintStream out) {
        System.setProperty("java.util.logging.manager", LogManagerUntilTheEnd.class.getName());
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.INFO);
        root.addHandler(new Logs(out));
    }

    /** Has this one hear, from now on, what the log of this process says of errors and warnings, exactly as it is written there. */
    static void listen(Consumer<LoggedLine> listener) {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            if (handler instanceof Logs logs) {
                logs.listener = listener;
            }
        }
    }

    @Override
    public void publish(LogRecord event) {
        String name = String.valueOf(event.getLoggerName());
        int level = event.getLevel().intValue();
        if (level < Level.INFO.intValue() || (!name.startsWith("io.github.guichet") && level < leastOf(name))) {
            return;
        }
        StringBuilder line = new StringBuilder(String.valueOf(event.getMessage()));
        Throwable cause = event.getThrown();
        if (cause != null) {
            append(line, cause);
        }
        String text = printable(line.toString());
        out.println(priority(level) + text);
        if (level >= Level.WARNING.intValue()) {
            boolean error = level >= Level.SEVERE.intValue();
            listener.accept(new LoggedLine(
                    event.getInstant(), error ? LoggedLine.Severity.ERROR : LoggedLine.Severity.WARNING, text));
        }
    }

    /** The pool and the drivers report what the source itself reports, and word it with URLs in it. */
    private static int leastOf(String name) {
        boolean driver =
                name.startsWith("com.zaxxer.") || name.startsWith("org.mariadb.") || name.startsWith("org.postgresql.");
        return driver ? Level.OFF.intValue() : Level.WARNING.intValue();
    }

    private static String priority(int level) {
        if (level >= Level.SEVERE.intValue()) {
            return "<3>";
        }
        return level >= Level.WARNING.intValue() ? "<4>" : "<6>";
    }

    private static void append(StringBuilder line, Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 4; depth++) {
            line.append(": ").append(cause);
            cause = cause.getCause();
        }
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            line.append(" at ").append(frames[i]);
        }
    }

    /** One line without control characters, clipped. */
    static String printable(String text) {
        return text.length() > LONGEST ? escaped(text.substring(0, LONGEST)) + " …" : escaped(text);
    }

    /** One line without control characters. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean harmless = !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
            safe.append(harmless ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return safe.toString();
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
