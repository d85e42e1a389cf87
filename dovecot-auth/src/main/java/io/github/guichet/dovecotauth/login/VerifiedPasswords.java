package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.guichet.dovecotauth.login.Fingerprints.Fingerprint;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Remembers for a short time that a password was right, so that it need not be hashed again. Bound to what is stored: as soon as
 * the record changes, nothing is remembered of it. Holds fingerprints and user names, neither passwords nor hashes. Safe for use
 * by many threads.
 */
final class VerifiedPasswords {

    private static final String FITS = "fits";
    private static final String ONCE = "once";

    private final Fingerprints fingerprints;
    private final boolean on;
    private final Cache<Fingerprint, String> users;

    VerifiedPasswords(Fingerprints fingerprints, Duration life, int entries, Ticker ticker) {
        this.fingerprints = fingerprints;
        this.on = !life.isZero();
        this.users = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .maximumSize(entries * 2L)
                .expireAfterWrite(on ? life : Duration.ofNanos(1))
                .build();
    }

    /** Whether this password was found to fit this stored one. */
    boolean knows(String user, String stored, String password) {
        return on && users.getIfPresent(fingerprints.of(FITS, user, stored, password)) != null;
    }

    /** Whether this password was right a short time ago, whatever was stored then. */
    boolean wasRight(String user, String password) {
        return on && users.getIfPresent(fingerprints.of(ONCE, user, password)) != null;
    }

    /** Remembers that it fits. */
    void remember(String user, String stored, String password) {
        if (on) {
            users.put(fingerprints.of(FITS, user, stored, password), user);
            users.put(fingerprints.of(ONCE, user, password), user);
        }
    }

    /** Forgets the users that a test picks; goes through all entries. */
    void forget(Predicate<String> picked) {
        users.asMap().values().removeIf(picked);
    }

    /** Forgets everything. */
    void forgetAll() {
        users.invalidateAll();
    }
}
