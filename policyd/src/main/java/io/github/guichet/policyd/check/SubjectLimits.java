package io.github.guichet.policyd.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Counters;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.LimitSyntaxException;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.Raise;
import io.github.guichet.server.RepeatedLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which limits hold for whom: those that were raised for a while; else what the map says of the subject itself; else, of an address,
 * what it says of <code>@domain</code>; else the rule's own. A domain or a client is only asked as it is.
 */
final class SubjectLimits {

    /** What is known. */
    sealed interface Found {}

    /**
     * The limits.
     *
     * @param limits empty = none
     */
    record Known(List<Limit> limits) implements Found {

        /** Whether he may not send at all. */
        boolean nothing() {
            for (int i = 0; i < limits.size(); i++) {
                if (limits.get(i).most() == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Nobody can say.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements Found {}

    private static final Logger LOG = LoggerFactory.getLogger(SubjectLimits.class);
    private static final int PARSED = 1000;
    private static final int SHOWN = 80;

    private final Counters counters;
    private final Optional<Table> map;
    private final CompletableFuture<Found> usual;
    /** Many subjects have few different limits. */
    private final Cache<String, Found> parsed =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(PARSED).build();

    private final RepeatedLog log = new RepeatedLog(LOG);

    SubjectLimits(Counters counters, Limits usual, Optional<Table> map) {
        this.counters = counters;
        this.map = map;
        this.usual = CompletableFuture.completedFuture(new Known(usual.list()));
    }

    /** Looks; complete already unless a source has to be asked. */
    CompletableFuture<Found> find(CounterKey key) {
        Optional<Raise> raise = counters.raised(key);
        if (raise.isPresent()) {
            return CompletableFuture.completedFuture(new Known(raise.get().limits()));
        }
        if (map.isEmpty()) {
            return usual;
        }
        String subject = key.subject();
        int at = subject.lastIndexOf('@');
        return ask(map.get(), subject, at < 0 ? "" : subject.substring(at));
    }

    private CompletableFuture<Found> ask(Table table, String key, String next) {
        CompletableFuture<Answer> answer = table.lookup(key, new Trail());
        return answer.isDone()
                ? read(table, key, next, answer.join())
                : answer.thenCompose(late -> read(table, key, next, late));
    }

    private CompletableFuture<Found> read(Table table, String key, String next, Answer answer) {
        if (answer instanceof Answer.Found found) {
            return CompletableFuture.completedFuture(parsed.get(found.value(), text -> parse(table, key, text)));
        }
        if (answer instanceof Answer.Unavailable unavailable) {
            return CompletableFuture.completedFuture(new Unavailable(unavailable.reason()));
        }
        return next.isEmpty() ? usual : ask(table, next, "");
    }

    private Found parse(Table table, String key, String text) {
        try {
            return new Known(Limits.parse(text).list());
        } catch (LimitSyntaxException e) {
            log.warn(
                    "limits",
                    "map {}: what it says of {} are no limits: {}: {}",
                    table.name(),
                    CleanText.of(key, SHOWN),
                    CleanText.of(text, SHOWN),
                    String.valueOf(e.getMessage()));
            return new Unavailable("map " + table.name() + " has limits that cannot be read");
        }
    }
}
