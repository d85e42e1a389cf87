package io.github.guichet.dovecotauth.wire;

/** One connection of one of the protocols: what it does with lines. Only used on the connection's event loop. */
public interface LineSession {

    /** The connection is open: send what the server says first. */
    void opened();

    /**
     * A line came.
     *
     * @throws WireException when the protocol does not allow it; the connection is then closed
     */
    void line(Fields fields) throws WireException;

    /**
     * How many questions are being worked on. At the listener's limit nothing more is read, so what waits for the peer to say
     * something must not count.
     */
    int inFlight();

    /** The peer took what was sent, after {@link LineChannel#writable()} was false. */
    default void writable() {}

    /** The daemon stops: answer without delay what is only held back, and forget what waits for the peer. */
    void stopping();

    /** The connection is closed; nothing can be sent any more. */
    void closed();
}
