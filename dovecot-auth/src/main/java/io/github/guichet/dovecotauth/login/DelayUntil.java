package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The field {@code delay_until}: seconds since 1970, before which a right log-in is not answered; with {@code +SECONDS}, up to so
 * many more by chance. As in Dovecot, more than 300 s ahead is an error and nobody is let in. Nothing is held longer than 8 s,
 * because Postfix would give up.
 */
final class DelayUntil {

    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    private record Parsed(Instant until, int more) {}

    private DelayUntil() {}

    /** Whether there is the field, and it cannot be read or is too far ahead. */
    static boolean isBad(AccountRecord record, Instant now) {
        return record.has("delay_until")
                && parse(record)
                        .filter(p -> !p.until().isAfter(now.plus(MOST_AHEAD)))
                        .isEmpty();
    }

    /** A value, completed when it is time. */
    static <T> CompletableFuture<T> held(T value, AccountRecord record, Instant now) {
        Duration wait = parse(record)
                .map(p -> Duration.between(now, p.until())
                        .plusSeconds(
                                p.more() == 0 ? 0 : ThreadLocalRandom.current().nextInt(p.more())))
                .orElse(Duration.ZERO);
        if (wait.isNegative() || wait.isZero()) {
            return CompletableFuture.completedFuture(value);
        }
        Duration bounded = wait.compareTo(LoginConfig.LONGEST_DELAY) > 0 ? LoginConfig.LONGEST_DELAY : wait;
        return new CompletableFuture<T>().completeOnTimeout(value, bounded.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Optional<Parsed> parse(AccountRecord record) {
        return record.field("delay_until").flatMap(text -> {
            int plus = text.indexOf('+');
            try {
                return Optional.of(new Parsed(
                        Instant.ofEpochSecond(Long.parseLong(plus < 0 ? text : text.substring(0, plus))),
                        plus < 0 ? 0 : Integer.parseUnsignedInt(text.substring(plus + 1), 10) & 0xffff));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }
}
