package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.AccountTable;
import java.time.Duration;
import java.util.Optional;

/**
 * How log-ins are decided.
 *
 * @param failureDelay how long after its beginning a refused attempt is answered, at least; 0 to 8 s, Dovecot's
 *     {@code auth_failure_delay}. Each further distinct failure of the network doubles it. With 0 the time of an answer tells
 *     whether a user exists
 * @param longestDelay what the doubling ends at; {@code failureDelay} to 8 s, because Postfix gives up after 10 s
 * @param verifiedLife how long a password that was verified once need not be hashed again, or be checked with the directory;
 *     0 to 1 h, 0 = never remembered. A changed password in a record is noticed with the record, whatever this is; one that is
 *     checked by binding is noticed after this time
 * @param verifiedEntries how many such are remembered; 1 to 10 000 000
 * @param hashThreads how many passwords are hashed at once; 1 to 256
 * @param hashQueue how many more may wait; the next one is "unavailable" at once; 1 to 100 000
 * @param staleLogins whether an expired record lets in while its source is unavailable; a wrong password is then "unavailable",
 *     because it may have been changed
 * @param throttle how guessing is slowed down
 * @param masterSeparator stands between user and master user in {@code user*master}; its first character counts; empty = such
 *     names are not taken apart. Dovecot's {@code auth_master_user_separator}
 * @param masterUsers who may log in as somebody else, with their passwords; absent = nobody
 */
public record LoginConfig(
        Duration failureDelay,
        Duration longestDelay,
        Duration verifiedLife,
        int verifiedEntries,
        int hashThreads,
        int hashQueue,
        boolean staleLogins,
        Throttle throttle,
        String masterSeparator,
        Optional<AccountTable> masterUsers) {

    /** The longest that an answer may be held back. */
    public static final Duration LONGEST_DELAY = Duration.ofSeconds(8);

    /** What applies where the configuration says nothing; as many hashing threads as there are processors. */
    public static final LoginConfig DEFAULT = new LoginConfig(
            Duration.ofSeconds(2),
            LONGEST_DELAY,
            Duration.ofSeconds(60),
            100_000,
            Math.min(256, Runtime.getRuntime().availableProcessors()),
            256,
            false,
            Throttle.DEFAULT,
            "",
            Optional.empty());

    /** Checks the ranges. */
    public LoginConfig {
        check("failure-delay", failureDelay, Duration.ZERO, LONGEST_DELAY);
        check("longest-delay", longestDelay, failureDelay, LONGEST_DELAY);
        check("verified-life", verifiedLife, Duration.ZERO, Duration.ofHours(1));
        check("verified-entries", verifiedEntries, 1, 10_000_000);
        check("hash-threads", hashThreads, 1, 256);
        check("hash-queue", hashQueue, 1, 100_000);
    }

    static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
    }

    static void check(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least.toMillis() + " ms to " + most.toMillis()
                    + " ms, not " + value.toMillis() + " ms");
        }
    }

    /** The same with other times for refusals. */
    public LoginConfig withDelays(Duration failure, Duration longest) {
        return new LoginConfig(
                failure,
                longest,
                verifiedLife,
                verifiedEntries,
                hashThreads,
                hashQueue,
                staleLogins,
                throttle,
                masterSeparator,
                masterUsers);
    }

    /** The same with another memory of verified passwords. */
    public LoginConfig withVerified(Duration life, int entries) {
        return new LoginConfig(
                failureDelay,
                longestDelay,
                life,
                entries,
                hashThreads,
                hashQueue,
                staleLogins,
                throttle,
                masterSeparator,
                masterUsers);
    }

    /** The same with another pool for hashing. */
    public LoginConfig withHashing(int threads, int queue) {
        return new LoginConfig(
                failureDelay,
                longestDelay,
                verifiedLife,
                verifiedEntries,
                threads,
                queue,
                staleLogins,
                throttle,
                masterSeparator,
                masterUsers);
    }

    /** The same, with or without log-ins from expired records. */
    public LoginConfig withStaleLogins(boolean allowed) {
        return new LoginConfig(
                failureDelay,
                longestDelay,
                verifiedLife,
                verifiedEntries,
                hashThreads,
                hashQueue,
                allowed,
                throttle,
                masterSeparator,
                masterUsers);
    }

    /** The same with other rules against guessing. */
    public LoginConfig withThrottle(Throttle other) {
        return new LoginConfig(
                failureDelay,
                longestDelay,
                verifiedLife,
                verifiedEntries,
                hashThreads,
                hashQueue,
                staleLogins,
                other,
                masterSeparator,
                masterUsers);
    }

    /** The same with master users. */
    public LoginConfig withMasters(String separator, AccountTable masters) {
        return new LoginConfig(
                failureDelay,
                longestDelay,
                verifiedLife,
                verifiedEntries,
                hashThreads,
                hashQueue,
                staleLogins,
                throttle,
                separator,
                Optional.of(masters));
    }
}
