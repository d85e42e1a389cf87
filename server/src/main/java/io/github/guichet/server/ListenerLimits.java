package io.github.guichet.server;

import java.time.Duration;

/**
 * What a listener grants its peers. A peer beyond a limit loses its own connection; the others do not notice.
 *
 * @param maxConnections connections at a time, per listener; one more is closed at once. Postfix holds one a process
 * @param maxInFlight requests that one connection may have open; beyond, nothing more is read from it until one is answered
 * @param idle a connection that asks nothing for this long is closed
 * @param frameTime a request that was begun must be complete within this time
 * @param writeTime a peer must take some bytes of its replies within this time
 * @param drain when stopping, how long requests in flight may take to be answered
 */
public record ListenerLimits(
        int maxConnections, int maxInFlight, Duration idle, Duration frameTime, Duration writeTime, Duration drain) {

    /**
     * Connections waiting to be accepted. The kernel bounds it by net.core.somaxconn (4096 since Linux 5.4). Ample, because a
     * full queue of a Unix socket does not make the peer wait: its connect fails.
     */
    static final int BACKLOG = 4096;

    /** Replies that the peer has not taken, in bytes, at which nothing more is read from it. */
    static final int HIGH_WATER = 64 * 1024;

    /** Replies left, in bytes, at which reading goes on. */
    static final int LOW_WATER = 16 * 1024;

    /**
     * 4000 connections, 64 requests in flight, 5 minutes idle, 10 s for a frame, 60 s for a reader, 10 s to drain. Postfix closes
     * a socketmap connection after 10 s without use, and gives up on a reply after 100 s.
     */
    public static final ListenerLimits DEFAULT = new ListenerLimits(
            4000, 64, Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));

    /** Refuses what would serve nobody with an {@link IllegalArgumentException}. */
    public ListenerLimits {
        if (maxConnections < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException("connections and requests in flight must be at least 1");
        }
        if (!positive(idle) || !positive(frameTime) || !positive(writeTime) || drain.isNegative()) {
            throw new IllegalArgumentException("times must be positive");
        }
    }

    private static boolean positive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    /** The same limits with another number of connections. */
    public ListenerLimits withMaxConnections(int other) {
        return new ListenerLimits(other, maxInFlight, idle, frameTime, writeTime, drain);
    }

    /** The same limits with another number of requests in flight. */
    public ListenerLimits withMaxInFlight(int other) {
        return new ListenerLimits(maxConnections, other, idle, frameTime, writeTime, drain);
    }

    /** The same limits with another idle time. */
    public ListenerLimits withIdle(Duration other) {
        return new ListenerLimits(maxConnections, maxInFlight, other, frameTime, writeTime, drain);
    }

    /** The same limits with another time for a started request. */
    public ListenerLimits withFrameTime(Duration other) {
        return new ListenerLimits(maxConnections, maxInFlight, idle, other, writeTime, drain);
    }

    /** The same limits with another time for a reader. */
    public ListenerLimits withWriteTime(Duration other) {
        return new ListenerLimits(maxConnections, maxInFlight, idle, frameTime, other, drain);
    }

    /** The same limits with another time to drain. */
    public ListenerLimits withDrain(Duration other) {
        return new ListenerLimits(maxConnections, maxInFlight, idle, frameTime, writeTime, other);
    }
}
