package io.github.guichet.dovecotauth.wire;

import io.netty.channel.EventLoop;

/** The sending side of a connection, for its session. Methods are called on the event loop, {@link #later} on any thread. */
public interface LineChannel {

    /** Sends a line, soon. */
    void send(OutLine line);

    /** Whether the peer takes what is sent; if not, send no more of a long answer until {@link LineSession#writable()}. */
    boolean writable();

    /** Closes the connection after what was sent. */
    void close();

    /** To be called when {@link LineSession#inFlight()} became smaller outside of {@link LineSession#line}. */
    void settled();

    /** Runs something on the connection's event loop; not at all if the daemon has stopped. */
    void later(Runnable task);

    /** For timers. */
    EventLoop loop();
}
