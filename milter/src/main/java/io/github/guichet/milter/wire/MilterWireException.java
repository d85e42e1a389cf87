package io.github.guichet.milter.wire;

/** Bytes are nothing of the protocol, or beyond the limits. The message is one of a fixed set and holds no bytes of the peer. */
final class MilterWireException extends Exception {

    MilterWireException(String message) {
        super(message);
    }
}
