package io.github.guichet.dovecotauth.client;

import java.time.Duration;

/**
 * How clients of the auth protocol are served.
 *
 * @param plaintextOnlySecured whether a mechanism that sends the password as it is, is refused unless the peer says
 *     {@code secured}. Postfix says so on TLS; Dovecot's login processes also for clients on the same host and in trusted networks
 * @param maxInFlight log-ins of one connection that are being checked; beyond, nothing more is read from it. One connection of a
 *     Dovecot login process carries the log-ins of all its clients
 * @param maxOpen log-ins of one connection that have begun and not ended, with those that wait for their client and those whose
 *     failure is held back; one more is a temporary failure at once
 * @param requestTime a log-in that has not ended after this is given up, whoever is to blame
 * @param longestHold how long a failure is held back at most, whatever delay was asked for
 */
public record ClientConfig(
        boolean plaintextOnlySecured, int maxInFlight, int maxOpen, Duration requestTime, Duration longestHold) {

    /** Plaintext everywhere, 2000 at work, 8000 open, 150 s for a log-in as in Dovecot, 60 s for a failure. */
    public static final ClientConfig DEFAULT =
            new ClientConfig(false, 2000, 8000, Duration.ofSeconds(150), Duration.ofSeconds(60));

    /** Refuses what would serve nobody with an {@link IllegalArgumentException}. */
    public ClientConfig {
        if (maxInFlight < 1 || maxOpen < maxInFlight) {
            throw new IllegalArgumentException("at least 1 in flight, and at least as many open");
        }
        if (requestTime.isNegative() || requestTime.isZero() || longestHold.isNegative()) {
            throw new IllegalArgumentException("times must be positive");
        }
    }

    /** The same, with plaintext mechanisms refused or not where nobody says that the connection is secured. */
    public ClientConfig withPlaintextOnlySecured(boolean other) {
        return new ClientConfig(other, maxInFlight, maxOpen, requestTime, longestHold);
    }
}
