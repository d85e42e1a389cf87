package io.github.guichet.command;

import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.server.ConfigSection;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code [cache]} and the tables {@code cache = { … }} of maps. */
final class CacheReader {

    private static final Duration LONGEST = CacheConfig.LONGEST;

    private CacheReader() {}

    /** What a section says, and the defaults where it is silent. */
    static CacheConfig read(Optional<ConfigSection> section, CacheConfig defaults) {
        return section.map(s -> read(s, defaults)).orElse(defaults);
    }

    private static CacheConfig read(ConfigSection section, CacheConfig defaults) {
        return new CacheConfig(
                section.integer("max-entries", 1, CacheConfig.MOST_ENTRIES).orElse(defaults.maxEntries()),
                section.duration("ttl", Duration.ZERO, LONGEST).orElse(defaults.ttl()),
                section.duration("negative-ttl", Duration.ZERO, LONGEST).orElse(defaults.negativeTtl()),
                section.duration("stale", Duration.ZERO, LONGEST).orElse(defaults.stale()),
                section.duration("negative-stale", Duration.ZERO, LONGEST)
                        .orElseGet(() -> negativeStale(section, defaults)));
    }

    /** Whoever switches stale answers off means all of them. */
    private static Duration negativeStale(ConfigSection section, CacheConfig defaults) {
        Duration stale = section.duration("stale", Duration.ZERO, LONGEST).orElse(defaults.stale());
        return stale.compareTo(defaults.negativeStale()) < 0 ? stale : defaults.negativeStale();
    }

    /** The two keys of {@code [cache]} that no map has. */
    static Optional<SnapshotConfig> snapshot(Optional<ConfigSection> section) {
        return section.flatMap(s -> {
            Duration interval = s.duration("snapshot-interval", Duration.ofSeconds(1), Duration.ofDays(7))
                    .orElse(SnapshotConfig.DEFAULT_INTERVAL);
            if (s.has("snapshot-interval") && !s.has("snapshot")) {
                s.problem("snapshot-interval", "has no effect without snapshot, the directory to write to");
            }
            return s.path("snapshot").map(directory -> new SnapshotConfig(directory, interval));
        });
    }
}
