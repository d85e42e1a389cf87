package io.github.guichet.server;

/** The state of one connection, as far as the limits need it. Only used on the connection's event loop. */
public interface Conversation {

    /** How many requests were begun so far: grows with the first byte of each. */
    long requestsBegun();

    /** Whether the last request that was begun is not complete yet. */
    boolean midRequest();

    /** Requests that are complete and not answered. */
    int inFlight();

    /**
     * The listener stops: accept no further request, answer those in flight, then close the channel. Called once, and only
     * while the channel is open.
     */
    void drain();
}
