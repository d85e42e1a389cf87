package io.github.guichet.policyd.accounting;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.lookup.counter.Eviction;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What each login sent in the last hour. However many logins there are, memory is bounded: those that send often stay. Only names
 * that Postfix has authenticated come here. Safe for use by many threads.
 */
public final class LoginAccounting {

    private static final int MOST_LOGINS = 10_000;
    private static final int LONGEST_NAME = 128;
    /** Of 1024 mails it is remembered that they were counted: Postfix asks again when a reply got lost. */
    private static final int SLOT_SHIFT = 32 - 10;

    private final InstantSource clock;
    private final ConcurrentMap<String, LoginHour> logins = new ConcurrentHashMap<>();
    private final Eviction<String, LoginHour> eviction;
    private final AtomicIntegerArray counted = new AtomicIntegerArray(1 << (32 - SLOT_SHIFT));

    /** Nobody has sent yet. */
    public LoginAccounting(InstantSource clock) {
        this.clock = clock;
        this.eviction = new Eviction<>(logins, MOST_LOGINS, hour -> hour.worth(clock.millis()), logins::remove);
    }

    /** A request was answered. Mail counts as accepted at its end, if the policy service is asked there. */
    public void answered(PolicyRequest request, Action action) {
        boolean refused = action.decision().refuses();
        boolean end = request.stage() == Stage.END_OF_MESSAGE;
        if (!refused && !end) {
            return;
        }
        String login = request.login();
        if (login.isEmpty() || (end && isRepeated(request.instance()))) {
            return;
        }
        String name = CleanText.of(CaseFold.fold(login), LONGEST_NAME);
        LoginHour hour = logins.get(name);
        if (hour == null) {
            if (eviction.make() == Eviction.Room.NONE) {
                return;
            }
            hour = logins.computeIfAbsent(name, n -> new LoginHour());
        }
        if (refused) {
            hour.add(clock.millis(), 0, 0, 0, 1);
        } else {
            hour.add(clock.millis(), 1, Math.max(1, request.recipientCount()), request.size(), 0);
        }
    }

    private boolean isRepeated(String instance) {
        if (instance.isEmpty()) {
            return false;
        }
        // Instances differ in their last characters: multiplied, every bit of the slot depends on them.
        int hash = instance.hashCode() * 0x9e3779b9;
        return counted.getAndSet(hash >>> SLOT_SHIFT, hash) == hash;
    }

    /**
     * The logins with the most recipients, the busiest first.
     *
     * @param most how many at most
     */
    public List<LoginUsage> top(int most) {
        long now = clock.millis();
        return logins.entrySet().stream()
                .map(entry -> entry.getValue().usage(entry.getKey(), now))
                .filter(usage -> usage.messages() + usage.refusals() > 0)
                .sorted(Comparator.comparingLong(LoginUsage::recipients)
                        .thenComparingLong(LoginUsage::refusals)
                        .reversed()
                        .thenComparing(LoginUsage::login))
                .limit(most)
                .toList();
    }
}
