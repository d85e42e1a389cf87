package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Network;
import java.time.Duration;
import java.util.List;

/**
 * How guessing is slowed down. What is counted is a <em>distinct</em> pair of user and wrong password of one network, so that a
 * telephone with an old password counts once however often it comes. No account is ever locked: only a network waits.
 *
 * @param after when so many pairs of a network failed within {@link #window}, its next attempts are not looked at but answered
 *     "unavailable", until older failures leave the window; 1 to 100 000
 * @param window 1 s to 24 h
 * @param known so long after a right log-in a network is spared for that user: only failures of that same user slow it down
 *     there; 0 to 366 days, 0 = never spared
 * @param networks of how many networks failures are remembered; 1 to 10 000 000
 * @param ipv4Prefix how many bits of an IPv4 address make a network; 8 to 32
 * @param ipv6Prefix the same for IPv6; 16 to 128
 * @param trustedProxies of these proxies the client's address ({@code rip}) is believed; for a connection from elsewhere the
 *     address it came from ({@code real_rip}) counts. Dovecot itself takes an address only from its own
 *     {@code haproxy_trusted_networks} and {@code login_trusted_networks}, therefore the default is everybody
 * @param exempt these networks are never counted; a webmail's host has all users' mistakes
 */
public record Throttle(
        int after,
        Duration window,
        Duration known,
        int networks,
        int ipv4Prefix,
        int ipv6Prefix,
        List<Network> trustedProxies,
        List<Network> exempt) {

    /** What applies where the configuration says nothing. */
    public static final Throttle DEFAULT = new Throttle(
            20,
            Duration.ofMinutes(10),
            Duration.ofDays(7),
            100_000,
            32,
            64,
            List.of(new Network("00000000", 0), new Network("0".repeat(32), 0)),
            List.of(new Network("7f000000", 8), new Network("0".repeat(31) + "1", 128)));

    /** Checks the ranges. */
    public Throttle {
        trustedProxies = List.copyOf(trustedProxies);
        exempt = List.copyOf(exempt);
        LoginConfig.check("throttle-after", after, 1, 100_000);
        LoginConfig.check("throttle-window", window, Duration.ofSeconds(1), Duration.ofDays(1));
        LoginConfig.check("known-for", known, Duration.ZERO, Duration.ofDays(366));
        LoginConfig.check("throttle-networks", networks, 1, 10_000_000);
        LoginConfig.check("ipv4-prefix", ipv4Prefix, 8, 32);
        LoginConfig.check("ipv6-prefix", ipv6Prefix, 16, 128);
    }
}
