package io.github.guichet.log;

import java.util.Map;

/**
 * How the log is written: the section {@code [log]}.
 *
 * @param level the least that is logged
 * @param levels the same for some areas
 */
public record LogSettings(
        LogFormat format, LogLevel level, Map<LogArea, LogLevel> levels, AddressPrivacy addresses, IpPrivacy ips) {

    /** What holds without a section. */
    public static final LogSettings DEFAULT =
            new LogSettings(LogFormat.TEXT, LogLevel.INFO, Map.of(), AddressPrivacy.FULL, IpPrivacy.FULL);

    /** Keeps a copy. */
    public LogSettings {
        levels = Map.copyOf(levels);
    }
}
