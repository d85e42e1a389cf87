package io.github.guichet.command;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how often caches are written to disk.
 *
 * @param directory an existing directory
 * @param interval from one snapshot to the next; one more is written when the daemon stops
 */
public record SnapshotConfig(Path directory, Duration interval) {

    /** How often, when nothing is said. */
    static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);
}
