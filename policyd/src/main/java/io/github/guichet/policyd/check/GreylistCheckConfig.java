package io.github.guichet.policyd.check;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.Marks;
import io.github.guichet.lookup.key.AddressConfig;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How strangers are put off.
 *
 * @param rule the rule's name: rules with one store remember apart
 * @param marks key {@code store}: remembers who was seen
 * @param delay key {@code delay}: who comes back sooner is put off again
 * @param retryWindow key {@code retry-window}: who comes back later than this after the first time is a stranger again
 * @param keep key {@code keep}: how long one who came back is remembered after his last mail
 * @param prefix keys {@code prefix-v4}, {@code prefix-v6}: how much of a client's address is its network
 * @param clientAfter key {@code client-after}: after so many mails that came back their client is known; 0 = never
 * @param networkAfter key {@code network-after}: the same for its network
 * @param learn key {@code learn}: nobody is put off; who comes again is remembered as if he had been
 * @param address section {@code [address]}
 * @param clock the time, by which known ones are noted again now and then
 */
public record GreylistCheckConfig(
        String rule,
        Marks marks,
        Duration delay,
        Duration retryWindow,
        Duration keep,
        ClientPrefix prefix,
        int clientAfter,
        int networkAfter,
        boolean learn,
        AddressConfig address,
        InstantSource clock) {

    public GreylistCheckConfig {
        if (retryWindow.compareTo(delay) <= 0) {
            throw new IllegalArgumentException("nobody can come back in time");
        }
    }
}
