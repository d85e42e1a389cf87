package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Wishes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The rules of now, and those of before that a session still needs: an MTA tells a filter what the filter wished for when the connection
 * began, and perhaps newer rules need more. Every message is judged by the newest rules that can judge it. Safe for use by many threads.
 */
final class RulePlans {

    /** Rules, and how many messages they are judging. */
    private record Held(RulePlan plan, AtomicInteger judging) {}

    private final Set<RuleSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile List<Held> newestFirst = List.of();

    synchronized void install(RulePlan plan) {
        List<Held> plans = new ArrayList<>(List.of(new Held(plan, new AtomicInteger())));
        plans.addAll(newestFirst);
        newestFirst = List.copyOf(plans);
    }

    synchronized void drop(RulePlan plan) {
        newestFirst = newestFirst.stream().filter(held -> held.plan() != plan).toList();
    }

    /** Whether a message or a session would be without rules without these. */
    boolean needs(RulePlan plan) {
        boolean judging = newestFirst.stream()
                .anyMatch(h -> h.plan() == plan && h.judging().get() > 0);
        return judging
                || sessions.stream()
                        .anyMatch(session -> session.plan().filter(plan::equals).isPresent());
    }

    /** The rules of now; none when those that there were are given back, for a connection that has outlived them. */
    Optional<RulePlan> newest() {
        return newestFirst.stream().findFirst().map(Held::plan);
    }

    /** The newest rules for which enough is told and gathered. */
    Optional<RulePlan> newest(Wishes told, Offer offer, Optional<Gathering> gathered) {
        for (Held held : newestFirst) {
            Gathering needed = held.plan().gathering();
            boolean enough = gathered.isEmpty() || gathered.get().covers(needed);
            if (enough && told.cover(held.plan().wishes(offer))) {
                return Optional.of(held.plan());
            }
        }
        return Optional.empty();
    }

    /**
     * Judges a message.
     *
     * @param walk has the rules judge; their answer may take time
     * @return empty if there are no rules any more that could
     */
    Optional<CompletableFuture<EndOfMessage>> judge(RulePlan plan, Supplier<CompletableFuture<EndOfMessage>> walk) {
        Optional<Held> found =
                newestFirst.stream().filter(held -> held.plan() == plan).findFirst();
        return found.map(held -> {
            held.judging().incrementAndGet();
            try {
                CompletableFuture<EndOfMessage> end = walk.get();
                end.whenComplete((said, defect) -> held.judging().decrementAndGet());
                return end;
            } catch (RuntimeException | Error e) {
                held.judging().decrementAndGet();
                throw e;
            }
        });
    }

    void opened(RuleSession session) {
        sessions.add(session);
    }

    void closed(RuleSession session) {
        sessions.remove(session);
    }
}
