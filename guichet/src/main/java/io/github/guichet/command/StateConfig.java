package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where what guichet itself has learnt is kept over a restart: counters, marks, lockouts.
 *
 * @param directory an existing directory; absent = in memory only
 */
public record StateConfig(Optional<Path> directory) {

    /**
     * Reads {@code [state]}.
     *
     * @param snapshot serves for this, too, if nothing else is said
     */
    static StateConfig read(Optional<ConfigSection> section, Optional<SnapshotConfig> snapshot) {
        return new StateConfig(
                section.flatMap(s -> s.path("directory")).or(() -> snapshot.map(SnapshotConfig::directory)));
    }
}
