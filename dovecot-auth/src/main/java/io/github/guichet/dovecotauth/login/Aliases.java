package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/**
 * Remembers under which other names a user was asked for, so that forgetting the user forgets what is cached under those names.
 * Bounded; one that falls out is forgotten with its record's time to live. Safe for use by many threads.
 */
final class Aliases {

    private static final int MOST = 100_000;

    private final Cache<String, String> canonical =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MOST).build();

    /** A record said that a name means a user. */
    void learn(String asked, String user) {
        if (!asked.equals(user)) {
            canonical.put(asked, user);
        }
    }

    /** Whom a name means; empty if it is a user's own, or nobody knows. */
    Optional<String> user(String asked) {
        return Optional.ofNullable(canonical.getIfPresent(asked));
    }

    /** Whether a name is a user's own, or means him. */
    boolean means(String asked, String user) {
        return asked.equals(user) || user.equals(canonical.getIfPresent(asked));
    }
}
