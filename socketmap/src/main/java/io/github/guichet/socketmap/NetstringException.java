package io.github.guichet.socketmap;

/** A stream of bytes is no sequence of netstrings. The message holds no bytes of the peer beyond a single one in hexadecimal. */
final class NetstringException extends Exception {

    NetstringException(String message) {
        super(message);
    }
}
