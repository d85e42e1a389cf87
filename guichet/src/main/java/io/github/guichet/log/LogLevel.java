package io.github.guichet.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;

/** How bad an event is, or the least that is logged. The priorities are those of syslog(3). */
public enum LogLevel {
    /** Something does not work. */
    ERROR(3),
    /** Something is not as it should be. */
    WARNING(4),
    /** What happens, once each: refusals, decisions, a source that is back. */
    INFO(6),
    /** Every question with its answer, and what is only of use when something is looked for. */
    DEBUG(7);

    private static final Map<String, LogLevel> WORDS = words();

    private final int priority;

    LogLevel(int priority) {
        this.priority = priority;
    }

    /** By the words of the configuration, the least talkative first. */
    public static Map<String, LogLevel> byWord() {
        return WORDS;
    }

    /** The number that journald reads in front of a line, sd-daemon(3). */
    public int priority() {
        return priority;
    }

    /** As in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Level jul() {
        return switch (this) {
            case ERROR -> Level.SEVERE;
            case WARNING -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
        };
    }

    static LogLevel of(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return WARNING;
        }
        return value >= Level.INFO.intValue() ? INFO : DEBUG;
    }

    private static Map<String, LogLevel> words() {
        Map<String, LogLevel> words = new LinkedHashMap<>();
        for (LogLevel level : values()) {
            words.put(level.word(), level);
        }
        return Collections.unmodifiableMap(words);
    }
}
