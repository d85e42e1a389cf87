package io.github.guichet.policyd.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.policyd.rule.CleanText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where the mail of each subject came from lately, and where it went: for whoever is told that it went over a limit. Of each only the
 * most frequent few are kept, and subjects that send are kept longer than those that do not. Safe for use by many threads.
 */
final class RecentMail {

    private static final int MOST = 20_000;
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int LONGEST_NAME = 100;
    private static final ClientPrefix NETWORK = new ClientPrefix(24, 64);

    private record Recent(FrequentNames clients, FrequentNames domains) {}

    private final Cache<String, Recent> recent;

    RecentMail(InstantSource clock) {
        this.recent = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .maximumSize(MOST)
                .expireAfterAccess(KEPT)
                .build();
    }

    /** Notes a mail of a subject, or one recipient of it; an empty recipient is none. */
    void add(String subject, String client, String recipient) {
        Recent known = recent.get(subject, s -> new Recent(new FrequentNames(), new FrequentNames()));
        known.clients().add(client);
        if (!recipient.isEmpty()) {
            known.domains().add(recipient.substring(recipient.lastIndexOf('@') + 1));
        }
    }

    /** The networks it came from, the most frequent first. */
    List<String> clients(String subject) {
        Recent known = recent.getIfPresent(subject);
        return known == null
                ? List.of()
                : known.clients().list().stream()
                        .map(client -> NETWORK.subject(client).orElse("unknown"))
                        .distinct()
                        .toList();
    }

    /** The domains it went to, the most frequent first. */
    List<String> domains(String subject) {
        Recent known = recent.getIfPresent(subject);
        return known == null
                ? List.of()
                : known.domains().list().stream()
                        .map(domain -> CleanText.of(domain, LONGEST_NAME))
                        .distinct()
                        .toList();
    }
}
