package io.github.guichet.milter.rule;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines of a logger of its own name, with their level before them. */
final class LoggedLines extends Handler implements AutoCloseable {

    final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger sink;

    LoggedLines(String logger) {
        sink = Logger.getLogger(logger);
        sink.setUseParentHandlers(false);
        sink.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        String cause = line.getThrown() == null ? "" : " " + line.getThrown();
        lines.add(line.getLevel() + " " + line.getMessage() + cause);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        sink.removeHandler(this);
    }
}
