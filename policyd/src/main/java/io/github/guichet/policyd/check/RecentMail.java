package io.github.guichet.policyd.check;

import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Eviction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where the mail of each subject came from lately, and where it went: for whoever is told that it went over a limit. Of each only the
 * most frequent few are kept, and subjects that send are kept longer than those that do not. Safe for use by many threads.
 */
final class RecentMail {

    private static final int MOST = 20_000;
    private static final long KEPT_MILLIS = Duration.ofDays(1).toMillis();
    private static final int LONGEST_NAME = 100;
    private static final ClientPrefix NETWORK = new ClientPrefix(24, 64);

    /** What is known of one subject. All needs its lock. */
    private static final class Recent {
        private final CounterKey key;
        private FrequentNames clients = new FrequentNames();
        private FrequentNames domains = new FrequentNames();
        private long used;

        Recent(CounterKey key, long now) {
            this.key = key;
            this.used = now;
        }

        synchronized void add(long now, String client, String recipient) {
            clear(now);
            used = now;
            clients.add(client, 0);
            if (!recipient.isEmpty()) {
                domains.add(recipient, recipient.lastIndexOf('@') + 1);
            }
        }

        synchronized List<String> clients(long now) {
            clear(now);
            return clients.list();
        }

        synchronized List<String> domains(long now) {
            clear(now);
            return domains.list();
        }

        synchronized double worth(long now) {
            return isOld(now) ? Eviction.NOTHING : used;
        }

        private void clear(long now) {
            if (isOld(now)) {
                clients = new FrequentNames();
                domains = new FrequentNames();
            }
        }

        private boolean isOld(long now) {
            return now - used >= KEPT_MILLIS;
        }
    }

    /* Looked at for each request: a cache that keeps its entries in order would cost more than all that is noted in them. */
    private final ConcurrentMap<String, Recent> recent = new ConcurrentHashMap<>();
    private final Eviction<String, Recent> eviction;
    private final String rule;
    private final InstantSource clock;

    /**
     * Nothing is known yet.
     *
     * @param rule under which the subjects are counted
     */
    RecentMail(String rule, InstantSource clock) {
        this.rule = rule;
        this.clock = clock;
        this.eviction = new Eviction<>(recent, MOST, known -> known.worth(clock.millis()), recent::remove);
    }

    /**
     * Notes a mail of a subject, or one recipient of it; an empty recipient is none.
     *
     * @return the name under which it is counted: mostly the same object each time, so that it is found without being compared
     */
    CounterKey add(String subject, String client, String recipient) {
        long now = clock.millis();
        Recent known = recent.get(subject);
        if (known == null) {
            CounterKey key = new CounterKey(rule, subject);
            if (eviction.make() == Eviction.Room.NONE) {
                return key;
            }
            known = recent.computeIfAbsent(subject, s -> new Recent(key, now));
        }
        known.add(now, client, recipient);
        return known.key;
    }

    /** The networks it came from, the most frequent first. */
    List<String> clients(String subject) {
        Recent known = recent.get(subject);
        return known == null
                ? List.of()
                : known.clients(clock.millis()).stream()
                        .map(client -> NETWORK.subject(client).orElse("unknown"))
                        .distinct()
                        .toList();
    }

    /** The domains it went to, the most frequent first. */
    List<String> domains(String subject) {
        Recent known = recent.get(subject);
        return known == null
                ? List.of()
                : known.domains(clock.millis()).stream()
                        .map(domain -> CleanText.of(domain, LONGEST_NAME))
                        .distinct()
                        .toList();
    }
}
