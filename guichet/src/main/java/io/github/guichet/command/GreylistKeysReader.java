package io.github.guichet.command;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.server.ConfigSection;
import java.time.Duration;

/** Reads the keys of a rule with {@code check = "greylist"}. */
final class GreylistKeysReader {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST = 1_000_000;

    private final StateStoreReader stores;

    GreylistKeysReader(StateStoreReader stores) {
        this.stores = stores;
    }

    PolicyCheck.Greylist read(ConfigSection section) {
        Duration delay = section.duration("delay", Duration.ofSeconds(1), Duration.ofDays(1))
                .orElse(Duration.ofMinutes(5));
        Duration window = section.duration("retry-window", Duration.ofMinutes(1), Duration.ofDays(30))
                .orElse(Duration.ofDays(2));
        Duration keep = section.duration("keep", Duration.ofMinutes(1), LONGEST).orElse(Duration.ofDays(35));
        if (window.compareTo(delay) <= 0) {
            section.problem("retry-window", "must be longer than delay: nobody could come back in between");
        }
        return new PolicyCheck.Greylist(
                delay,
                window,
                keep,
                new ClientPrefix(
                        section.integer("prefix-v4", 8, 32).orElse(24),
                        section.integer("prefix-v6", 16, 128).orElse(64)),
                section.integer("client-after", 0, MOST).orElse(5),
                section.integer("network-after", 0, MOST).orElse(0),
                section.bool("learn").orElse(false),
                stores.read(section));
    }
}
