package io.github.guichet.milter.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.AnyTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.KeyCheck;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The domains that are hosted here, by maps. Safe for use by many threads. */
final class HostedDomains {

    private static final int MOST_LABELS = 6;

    private final AnyTable maps;

    HostedDomains(List<Table> maps) {
        this.maps = new AnyTable(maps);
    }

    boolean isEmpty() {
        return maps.tables().isEmpty();
    }

    /**
     * Whether a domain is hosted here, or lies in one that is: {@code login.example.org} pretends to be of {@code example.org}. Top-level
     * domains are not asked, and of a long name only the end is.
     *
     * @param domain in small letters
     * @return found with the domain that is hosted
     */
    CompletableFuture<Answer> find(String domain) {
        return find(lastLabels(domain), Optional.empty());
    }

    private CompletableFuture<Answer> find(String domain, Optional<Answer> unavailable) {
        int dot = domain.indexOf('.');
        if (dot < 0 || !KeyCheck.canExist(domain)) {
            return CompletableFuture.completedFuture(unavailable.orElse(Answer.NOT_FOUND));
        }
        return maps.find(domain)
                .thenCompose(answer -> answer instanceof Answer.Found
                        ? CompletableFuture.completedFuture(new Answer.Found(domain))
                        : find(
                                domain.substring(dot + 1),
                                answer instanceof Answer.Unavailable ? Optional.of(answer) : unavailable));
    }

    private static String lastLabels(String domain) {
        int start = domain.length();
        for (int labels = 0; labels < MOST_LABELS && start >= 0; labels++) {
            start = domain.lastIndexOf('.', start - 1);
        }
        return start < 0 ? domain : domain.substring(start + 1);
    }
}
