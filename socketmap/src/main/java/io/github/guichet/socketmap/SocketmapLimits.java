package io.github.guichet.socketmap;

import java.time.Duration;

/** The numbers of the protocol, and why they are what they are. */
final class SocketmapLimits {

    /**
     * Longest payload of a request, in bytes. Postfix up to 3.11 sends a key of any length, so one that is too long for any
     * table must still be read over; beyond this the connection ends.
     */
    static final int MAX_REQUEST = 100_000;

    /** Longest key that is looked up, in bytes; a longer one is not found. The number is that of Postfix 3.12. */
    static final int MAX_KEY = 10_000;

    /** Longest name of a map that is looked for, in bytes. */
    static final int MAX_MAP = 255;

    /** So much of a request is kept; the rest is counted and dropped. */
    static final int KEPT = MAX_MAP + 1 + MAX_KEY;

    /** Longest payload of a reply, in bytes, with its first word: one byte more and Postfix drops the connection. */
    static final int MAX_REPLY = 100_000;

    /** Longest value that fits a reply, in bytes. */
    static final int MAX_VALUE = MAX_REPLY - "OK ".length();

    /** Longest reason; Postfix logs 200 bytes of it. */
    static final int MAX_REASON = 200;

    /**
     * Postfix closes a connection that it has not used for 10 s, and reuses one for at most 100 s. A server that closes first makes
     * Postfix repeat a request, so it never does so before this.
     */
    static final Duration SHORTEST_IDLE = Duration.ofMinutes(2);

    private SocketmapLimits() {}
}
