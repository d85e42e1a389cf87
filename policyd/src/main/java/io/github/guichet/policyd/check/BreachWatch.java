package io.github.guichet.policyd.check;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.counter.Marks;
import io.github.guichet.lookup.counter.Usage;
import io.github.guichet.policyd.notice.Breach;
import io.github.guichet.policyd.notice.BreachListener;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Tells of each breach once: again only after its subject was below the mark for as long as the window is. What was told is a mark in
 * the rule's store, so it outlives a restart, and of several hosts that share the store one tells. Safe for use by many threads.
 */
final class BreachWatch {

    /** A mark is renewed at most so often in a window: who keeps trying must not cost a statement each time. */
    private static final int RENEWALS = 60;

    private final RateConfig config;
    private final Marks marks;
    private final RecentMail recent;
    private final BreachListener listener;
    private final InstantSource clock;
    private final String space;
    /** When marks were touched last, by their keys. */
    private final Cache<String, Instant> touched;

    BreachWatch(RateConfig config, Marks marks, RateMemory memory, BreachListener listener, InstantSource clock) {
        this.config = config;
        this.marks = marks;
        this.recent = memory.recent();
        this.touched = memory.touched();
        this.listener = listener;
        this.clock = clock;
        this.space = "breach " + config.rule();
    }

    /** So much is used: warns if that is near a limit. */
    void near(String subject, String login, List<Usage> usages) {
        if (config.warnAt() == 0) {
            return;
        }
        for (int i = 0; i < usages.size(); i++) {
            Usage usage = usages.get(i);
            if (usage.used() >= (double) usage.limit().most() * config.warnAt() / 100) {
                tell(new Breach(
                        config.rule(),
                        Breach.Kind.WARN,
                        subject,
                        login,
                        usage,
                        Action.DUNNO.text(),
                        clock.instant(),
                        List.of(),
                        List.of()));
            }
        }
    }

    /** A mail was over a limit. */
    void over(String subject, String login, Usage usage, Action action, Mode mode) {
        boolean observed = mode == Mode.OBSERVE;
        // One mail to more people than the limit, from somebody who has sent nothing: a slip, not a stolen password.
        boolean slip = usage.used() == 0;
        boolean lockout = config.lockout() && !login.isEmpty() && !observed && !slip;
        tell(new Breach(
                config.rule(),
                lockout ? Breach.Kind.LOCKOUT : Breach.Kind.OVER,
                subject,
                login,
                usage,
                observed ? "DUNNO (observed only; otherwise: " + action.text() + ")" : action.text(),
                clock.instant(),
                List.of(),
                List.of()));
    }

    /**
     * Forgets what was told of somebody, because what was counted for him is forgotten: if he reaches a limit again, that is told again.
     *
     * @param windows of limits that he had, in seconds; those of the configuration, and those seen here, are known
     * @return completes when the store has answered, whatever it said
     */
    CompletableFuture<Void> forget(String subject, Set<Long> windows) {
        Set<String> keys = touched.asMap().keySet().stream()
                .filter(key -> key.split(" ", 3)[2].equals(subject))
                .collect(Collectors.toCollection(HashSet::new));
        for (Breach.Kind kind : Breach.Kind.values()) {
            windows.forEach(window -> keys.add(key(kind, window, subject)));
            config.limits()
                    .list()
                    .forEach(limit -> keys.add(key(kind, limit.window().toSeconds(), subject)));
        }
        touched.invalidateAll(keys);
        return CompletableFuture.allOf(
                keys.stream().map(key -> marks.forget(space, key)).toArray(CompletableFuture<?>[]::new));
    }

    private static String key(Breach.Kind kind, long window, String subject) {
        return kind + " " + window + " " + subject;
    }

    private void tell(Breach breach) {
        Limit limit = breach.usage().limit();
        Duration window = limit.window();
        String key = key(breach.kind(), window.toSeconds(), breach.subject());
        Instant last = touched.getIfPresent(key);
        Duration since = last == null ? Duration.ofDays(400) : Duration.between(last, breach.at());
        if (since.multipliedBy(RENEWALS).compareTo(window) < 0 && !since.isNegative()) {
            return;
        }
        touched.put(key, breach.at());
        marks.touch(space, key, window.plus(window.dividedBy(RENEWALS))).thenAccept(answer -> {
            if (isNew(answer, since.compareTo(window) < 0)) {
                listener.breached(detailed(breach));
            }
        });
    }

    /** If the store does not say whether it was told, this process may know. */
    private static boolean isNew(MarkAnswer answer, boolean knownHere) {
        return answer instanceof MarkAnswer.Known known ? known.count() == 1 : !knownHere;
    }

    private Breach detailed(Breach breach) {
        return new Breach(
                breach.rule(),
                breach.kind(),
                breach.subject(),
                breach.login(),
                breach.usage(),
                breach.action(),
                breach.at(),
                recent.clients(breach.subject()),
                recent.domains(breach.subject()));
    }
}
