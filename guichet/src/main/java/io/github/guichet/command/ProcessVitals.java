package io.github.guichet.command;

import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.Vitals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether the serving process is alive: every event loop runs a task, and then a map is asked as a peer would ask it. It is a map that
 * lies in memory, if there is one; of others any answer will do, also that the source is not available, and they may take as long as the
 * longest deadline of a source: a source that is down or slow is no reason to restart anything.
 */
final class ProcessVitals implements Vitals {

    /** In a domain that can have no mail (RFC 6761). */
    static final String KEY = "guichet-watchdog@guichet.invalid";

    /** The longest deadline, and some. */
    static final Duration PATIENCE = SourcesReader.LONGEST_DEADLINE.plusSeconds(30);

    private static final double PERCENT = 100.0;

    private final EventLoops loops;
    private final Supplier<RunningConfiguration> running;
    private final LookupMetrics metrics;
    private final LongSupplier nanoTime;
    private volatile CompletableFuture<?> question = CompletableFuture.completedFuture("nothing asked yet");
    private volatile long askedAt;

    /**
     * Asks nobody yet.
     *
     * @param running what is in use now
     * @param nanoTime as {@link System#nanoTime}
     */
    ProcessVitals(
            EventLoops loops, Supplier<RunningConfiguration> running, LookupMetrics metrics, LongSupplier nanoTime) {
        this.loops = loops;
        this.running = running;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletableFuture<Void> alive() {
        return loops.runThroughAll().thenCompose(done -> answered());
    }

    private CompletableFuture<Void> answered() {
        long now = nanoTime.getAsLong();
        if (!question.isDone()) {
            Duration waiting = Duration.ofNanos(now - askedAt);
            return waiting.compareTo(PATIENCE) <= 0
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new IllegalStateException(
                            "a look-up has not been answered for " + waiting.toSeconds() + " s"));
        }
        CompletableFuture<?> before = question;
        askedAt = now;
        CompletableFuture<?> asked = ask();
        question = asked;
        // A failure of either is one.
        return before.thenCombine(asked.isDone() ? asked : before, (one, other) -> null);
    }

    private CompletableFuture<?> ask() {
        Optional<OpenMap> map = chosen();
        if (map.isPresent()) {
            return map.get().table().lookup(KEY, new Trail());
        }
        Optional<AccountTable> accounts =
                running.get().accounts().flatMap(all -> all.users().or(all::passwords));
        return accounts.isPresent()
                ? accounts.get().lookup(AccountRequest.of(KEY))
                : CompletableFuture.completedFuture("nothing to ask");
    }

    private Optional<OpenMap> chosen() {
        return running.get().maps().values().stream()
                .min(Comparator.<OpenMap, Boolean>comparing(map -> !inMemory(map))
                        .thenComparing(map -> map.config().name()));
    }

    private static boolean inMemory(OpenMap map) {
        return map.config().kind() instanceof MapKind.Values || map.config().kind() instanceof MapKind.TextFile;
    }

    /** {@code serving 12 maps, 3 sources, 1 down: db; 48211 answers, 96 % from the cache}. */
    @Override
    public String status() {
        RunningConfiguration now = running.get();
        List<String> down = new ArrayList<>();
        for (Source source : now.sources()) {
            if (source.state() instanceof SourceState.Down) {
                down.add(source.name());
            }
        }
        StringBuilder text =
                new StringBuilder("serving ").append(count(now.maps().size(), "map"));
        if (now.accounts().isPresent()) {
            text.append(" and accounts");
        }
        text.append(", ").append(count(now.sources().size(), "source"));
        if (!down.isEmpty()) {
            down.sort(Comparator.naturalOrder());
            text.append(", ").append(down.size()).append(" down: ").append(String.join(" ", down));
        }
        long answers = metrics.answers();
        text.append("; ").append(count(answers, "answer"));
        if (answers > 0) {
            text.append(String.format(
                    Locale.ROOT, ", %.0f %% from the cache", Math.floor(PERCENT * metrics.fromCache() / answers)));
        }
        return text.toString();
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
