package io.github.guichet.policyd.wire;

import java.time.Duration;

/** The numbers of the protocol, and why they are what they are. */
final class PolicyLimits {

    /**
     * Longest line, in bytes, without its end. Postfix has no limit of its own: a value comes from one SMTP line (line_length_limit,
     * 2048 bytes), or from a client certificate, whose names grow threefold in xtext.
     */
    static final int MAX_LINE = 16 * 1024;

    /** Attributes of one request; Postfix 3.12 sends 34. */
    static final int MAX_ATTRIBUTES = 128;

    /** Bytes of one request, with the empty line. */
    static final int MAX_REQUEST = 64 * 1024;

    /**
     * Postfix closes a connection that it has not used for smtpd_policy_service_max_idle, 300 s. A server that closes first costs the
     * next request a failed try and a second of waiting.
     */
    static final Duration SHORTEST_IDLE = Duration.ofMinutes(5);

    /**
     * Longer than smtpd_policy_service_max_ttl, 1000 s, so that Postfix is the one who closes. Not for ever, for the sake of peers
     * that vanish without a word.
     */
    static final Duration USUAL_IDLE = Duration.ofMinutes(20);

    private PolicyLimits() {}
}
