package io.github.guichet.policyd.wire;

/** Bytes are no request of the protocol, or one beyond the limits. The message is one of a fixed set and holds no bytes of the peer. */
final class PolicyWireException extends Exception {

    PolicyWireException(String message) {
        super(message);
    }
}
