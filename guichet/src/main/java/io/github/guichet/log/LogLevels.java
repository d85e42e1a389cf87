package io.github.guichet.log;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is logged of which area, now. Safe for use by many threads. */
final class LogLevels {

    private final Logger root = Logger.getLogger("");
    private final Logger own = Logger.getLogger(LogArea.OWN);
    // java.util.logging forgets a logger, and with it its level, if nobody else holds it.
    private final Map<LogArea, List<Logger>> loggers = new EnumMap<>(LogArea.class);
    private final Map<LogArea, LogLevel> levels = new EnumMap<>(LogArea.class);

    LogLevels() {
        for (LogArea area : LogArea.settable().values()) {
            List<Logger> some = new ArrayList<>();
            area.loggers().forEach(name -> some.add(Logger.getLogger(name)));
            loggers.put(area, List.copyOf(some));
            levels.put(area, LogLevel.WARNING);
        }
    }

    /** All areas, and some of them differently. */
    synchronized void set(LogLevel level, Map<LogArea, LogLevel> exceptions) {
        root.setLevel(level == LogLevel.ERROR ? Level.SEVERE : Level.WARNING);
        own.setLevel(level.jul());
        for (LogArea area : LogArea.settable().values()) {
            set(area, exceptions.getOrDefault(area, level));
        }
    }

    synchronized void set(LogArea area, LogLevel level) {
        levels.put(area, level);
        loggers.getOrDefault(area, List.of()).forEach(logger -> logger.setLevel(level.jul()));
    }

    synchronized Map<LogArea, LogLevel> get() {
        return new EnumMap<>(levels);
    }
}
