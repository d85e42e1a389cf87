package io.github.guichet.log;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A part of the program whose level can be set by itself, and the loggers that belong to it. */
public enum LogArea {
    /** Look-ups that Postfix asks for. */
    SOCKETMAP("io.github.guichet.socketmap", ""),
    /** Decisions of the policy service. */
    POLICY("io.github.guichet.policy", "io.github.guichet.policyd"),
    /** Decisions of the milter. */
    MILTER("io.github.guichet.milter", ""),
    /** Log-ins, user records, the dict protocol. */
    AUTH("io.github.guichet.auth", "io.github.guichet.dovecotauth"),
    /** Breaches of limits, and who was told of them. */
    NOTICES("io.github.guichet.notice", "io.github.guichet.policyd.notice"),
    /** Sources, caches, counters, lockouts: whatever is looked up or kept. */
    SOURCES("io.github.guichet.lookup", ""),
    /** Listeners and connections of all protocols, and the admin socket. */
    CONNECTIONS("io.github.guichet.server", ""),
    /** The process: start, reload, stop, and what belongs nowhere else. */
    PROCESS("io.github.guichet.command", "io.github.guichet.log"),
    /** Libraries; only their warnings are logged, whatever the level. */
    LIBRARIES("", "");

    /** Above all loggers of guichet. */
    static final String OWN = "io.github.guichet";

    private final String first;
    private final String second;

    LogArea(String first, String second) {
        this.first = first;
        this.second = second;
    }

    /** As in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> loggers() {
        return Stream.of(first, second).filter(name -> !name.isEmpty()).toList();
    }

    /** Those whose level can be set, by their words. */
    public static Map<String, LogArea> settable() {
        Map<String, LogArea> words = new LinkedHashMap<>();
        Arrays.stream(values()).filter(area -> area != LIBRARIES).forEach(area -> words.put(area.word(), area));
        return Collections.unmodifiableMap(words);
    }

    /** The area of a logger. */
    static LogArea of(String logger) {
        LogArea found = logger.startsWith(OWN) ? PROCESS : LIBRARIES;
        int longest = 0;
        for (LogArea area : values()) {
            for (String prefix : area.loggers()) {
                if (prefix.length() > longest && (logger.equals(prefix) || logger.startsWith(prefix + "."))) {
                    found = area;
                    longest = prefix.length();
                }
            }
        }
        return found;
    }
}
