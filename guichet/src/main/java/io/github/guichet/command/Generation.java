package io.github.guichet.command;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.milter.rule.RuleFilter;
import io.github.guichet.policyd.notice.Notices;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that one reading of the configuration gave to ask: sources, maps, rules, accounts. Daemons and their connections live longer; each
 * question is asked of the generation that is current when it comes. Safe for use by many threads.
 */
final class Generation {

    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final Configuration configuration;
    private final RunningConfiguration running;
    private final Map<String, Table> tables;
    private final Optional<LogIns> logIns;
    private final Optional<PolicyService> policy;
    private final Optional<MilterService> milter;
    private final Notices notices;
    private final InFlight inFlight = new InFlight();
    private volatile Optional<RuleFilter.InUse> filtering = Optional.empty();
    /** Whether another generation uses the same, and closes them. */
    private volatile boolean noticesHandedOn;

    /**
     * One that nobody asks yet.
     *
     * @param milter rules of messages, which {@link #filter} puts to use
     */
    Generation(
            Configuration configuration,
            RunningConfiguration running,
            Optional<LogIns> logIns,
            Optional<PolicyService> policy,
            Optional<MilterService> milter,
            Notices notices) {
        this.configuration = configuration;
        this.running = running;
        this.logIns = logIns;
        this.policy = policy;
        this.milter = milter;
        this.notices = notices;
        this.tables = running.maps().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, map -> new Tracked(map.getValue().table(), inFlight)));
    }

    Configuration configuration() {
        return configuration;
    }

    RunningConfiguration running() {
        return running;
    }

    /** A map as a peer asks it. */
    Optional<Table> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    Optional<LogIns> logIns() {
        return logIns;
    }

    Optional<PolicyService> policy() {
        return policy;
    }

    Optional<MilterService> milter() {
        return milter;
    }

    Notices notices() {
        return notices;
    }

    InFlight inFlight() {
        return inFlight;
    }

    /** From now on messages are judged by these rules. */
    void filter(Function<MilterService, RuleFilter.InUse> install) {
        filtering = milter.map(install);
    }

    /** The next generation uses the same ways to tell of breaches. */
    void noticesHandedOn() {
        noticesHandedOn = true;
    }

    /** Whether somebody still waits for an answer or would be without rules. */
    boolean isNeeded() {
        return !inFlight.isNone()
                || filtering.filter(RuleFilter.InUse::isNeeded).isPresent();
    }

    /**
     * Closes one that nobody ever asked.
     *
     * @param current whose ways to tell of breaches it may have
     */
    void abandon(Generation current) {
        noticesHandedOn = notices == current.notices;
        close();
    }

    /** Ends it; what is asked of it now is "unavailable". Blocks for as long as it takes to write what must survive. */
    void close() {
        filtering.ifPresent(RuleFilter.InUse::giveBack);
        quietly(() -> policy.ifPresent(PolicyService::close));
        quietly(() -> logIns.ifPresent(LogIns::close));
        if (!noticesHandedOn) {
            quietly(notices::close);
        }
        quietly(running::close);
    }

    private static void quietly(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException e) {
            LOG.warn("while closing what a configuration had opened", e);
        }
    }

    /** A map whose questions are counted. */
    private record Tracked(Table inner, InFlight inFlight) implements Table {

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public CompletableFuture<Answer> lookup(String key, Trail trail) {
            return inFlight.track(inner.lookup(key, trail));
        }

        @Override
        public Keys keys() {
            return inner.keys();
        }
    }
}
