package io.github.guichet.log;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** A handler and what it wrote. */
final class LoggedBytes {

    static final LogKey KEY = new LogKey(new byte[LogKey.BYTES]);
    static final Privacy OPEN = new Privacy(AddressPrivacy.FULL, IpPrivacy.FULL, KEY);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<String> heard = new ArrayList<>();
    final LogHandler handler;

    LoggedBytes(LogForm form) {
        handler = new LogHandler(new PrintStream(bytes, true, StandardCharsets.UTF_8), form);
        handler.listen(line -> heard.add(line.severity() + " " + line.text()));
    }

    static LoggedBytes text(Privacy privacy) {
        return new LoggedBytes(new LogForm.OfService(LogFormat.TEXT, Stderr.PIPE, privacy));
    }

    static LoggedBytes json(Privacy privacy) {
        return new LoggedBytes(new LogForm.OfService(LogFormat.JSON, Stderr.PIPE, privacy));
    }

    /** Logs one, and gives all that was written since the one before. */
    String log(String logger, Level level, String message) {
        return log(logger, level, message, List.of());
    }

    String log(String logger, Level level, String message, List<Throwable> thrown) {
        LogRecord written = new LogRecord(level, message);
        written.setLoggerName(logger);
        written.setInstant(Instant.parse("2026-11-22T00:00:00.5Z"));
        thrown.forEach(written::setThrown);
        bytes.reset();
        handler.publish(written);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
