package io.github.guichet.log;

import java.time.Instant;

/**
 * An event with its circumstances, when nothing is in it any more that must not be logged.
 *
 * @param trace what was thrown, and where; empty if nothing was
 */
record LogEntry(Instant time, LogLevel level, LogArea area, LogEvent event, String trace) {}
