package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.guichet.dovecotauth.login.Fingerprints.Fingerprint;
import io.github.guichet.lookup.Network;
import java.time.Duration;
import java.util.Optional;

/**
 * Who guesses, and how long he waits. Counts distinct failures by network; see {@link Throttle}. Bounded memory: as many networks
 * as configured, of each as many failures as it takes to be throttled. Safe for use by many threads.
 */
final class Penalties {

    /**
     * What follows a failure.
     *
     * @param delay how long after its beginning the attempt is to be answered
     * @param throttles whether it was the one too many for its network
     */
    record Penalty(Duration delay, boolean throttles) {}

    /** Of how many addresses it is remembered which network they are in. */
    private static final int ADDRESSES = 10_000;

    private final Throttle throttle;
    private final Duration first;
    private final Duration longest;
    private final Ticker ticker;
    private final Fingerprints fingerprints;
    private final Cache<String, NetworkFailures> failures;
    private final Cache<String, Long> known;
    private final Cache<String, Optional<String>> networks;

    Penalties(LoginConfig config, Fingerprints fingerprints, Ticker ticker) {
        this.throttle = config.throttle();
        this.first = config.failureDelay();
        this.longest = config.longestDelay();
        this.ticker = ticker;
        this.fingerprints = fingerprints;
        this.failures = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .maximumSize(throttle.networks())
                .expireAfterAccess(throttle.window())
                .build();
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .maximumSize(throttle.networks() * 2L)
                .expireAfterWrite(throttle.known().isZero() ? Duration.ofNanos(1) : throttle.known())
                .build();
        this.networks = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(ADDRESSES)
                .build();
    }

    /** The network that an attempt counts for; empty if it counts for none. */
    Optional<String> network(LoginRequest request) {
        if (request.facts().containsKey("no-penalty")) {
            return Optional.empty();
        }
        String rip = request.fact("rip");
        String real = AllowNets.realIp(request);
        if (rip.length() > Network.LONGEST || real.length() > Network.LONGEST) {
            return network(rip, real); // no address, and perhaps kilobytes of something else: not to be remembered
        }
        return real.equals(rip)
                ? networks.get(rip, address -> network(address, address))
                : networks.get(rip + ' ' + real, addresses -> network(rip, real));
    }

    private Optional<String> network(String rip, String real) {
        boolean trusted = real.equals(rip) || throttle.trustedProxies().stream().anyMatch(n -> n.contains(real));
        String client = trusted ? rip : real;
        if (throttle.exempt().stream().anyMatch(n -> n.contains(client))) {
            return Optional.empty();
        }
        return Network.around(client, throttle.ipv4Prefix(), throttle.ipv6Prefix())
                .map(n -> n.address() + '/' + n.bits());
    }

    /** Whether attempts for this user from there are not looked at now. */
    boolean throttled(Optional<String> network, String user) {
        if (network.isEmpty()) {
            return false;
        }
        NetworkFailures found = failures.getIfPresent(network.get());
        if (found == null) {
            return false;
        }
        long since = ticker.read() - throttle.window().toNanos();
        if (found.count(since) < throttle.after()) {
            return false;
        }
        return !knows(network.get(), user) || found.countOf(name(user), since) >= throttle.after();
    }

    /**
     * Somebody guessed wrong.
     *
     * @param guess what he tried, so that the same mistake counts once
     */
    Penalty failed(Optional<String> network, String user, Fingerprint guess) {
        if (network.isEmpty()) {
            return new Penalty(first, false);
        }
        NetworkFailures all = failures.get(network.get(), n -> new NetworkFailures(2 * throttle.after()));
        long now = ticker.read();
        long since = now - throttle.window().toNanos();
        int before = all.count(since);
        all.add(name(user), guess, now);
        int after = all.count(since);
        int count = knows(network.get(), user) ? all.countOf(name(user), since) : after;
        Duration delay = first;
        for (int i = 1; i < count && delay.compareTo(longest) < 0 && !delay.isZero(); i++) {
            delay = delay.multipliedBy(2);
        }
        return new Penalty(
                delay.compareTo(longest) < 0 ? delay : longest, before < throttle.after() && after >= throttle.after());
    }

    /** Somebody was right: this network is good for this user, and earlier mistakes with the name were his. */
    void succeeded(Optional<String> network, String user) {
        if (network.isEmpty()) {
            return;
        }
        NetworkFailures found = failures.getIfPresent(network.get());
        if (found != null) {
            found.forget(name(user));
        }
        if (!throttle.known().isZero()) {
            String key = key(network.get(), user);
            long now = ticker.read();
            Long since = known.getIfPresent(key);
            if (since == null || now - since > throttle.known().toNanos() / 8) {
                known.put(key, now);
            }
        }
    }

    private Fingerprint name(String user) {
        return fingerprints.of("name", user);
    }

    private boolean knows(String network, String user) {
        return !throttle.known().isZero() && known.getIfPresent(key(network, user)) != null;
    }

    private static String key(String network, String user) {
        return network + ' ' + user;
    }

    /** How long an attempt that is not looked at is to be held back. */
    Duration held() {
        return longest;
    }
}
