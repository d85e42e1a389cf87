package io.github.guichet.command;

import io.github.guichet.milter.wire.MilterConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code [milter]}.
 *
 * @param daemon where it listens
 * @param deadline how long the rules of one message together may wait for sources
 * @param authservId who says in Authentication-Results: what it says; empty = what the MTA calls itself
 * @param maxHeaderBytes how much header is held of one message
 * @param rules in order
 */
public record MilterSection(
        MilterConfig daemon,
        Duration deadline,
        Optional<String> authservId,
        int maxHeaderBytes,
        List<MilterRuleConfig> rules) {

    /** Keeps copies. */
    public MilterSection {
        rules = List.copyOf(rules);
    }
}
