package io.github.guichet.dovecotauth.scheme;

import java.util.OptionalInt;

/**
 * One way to store a password. The stored form is handled as bytes after its encoding was taken off; passwords are bytes too and
 * never hold a zero byte, which {@link PasswordSchemes} sees to. Implementations may be used by several threads at a time.
 */
interface Scheme {

    /**
     * Whether {@code password} is the one that {@code stored} was made of.
     *
     * @param user as the client named it; only DIGEST-MD5 asks
     * @throws UnusableHashException if {@code stored} is none of this scheme's
     */
    boolean verify(byte[] stored, String user, byte[] password) throws UnusableHashException;

    /**
     * Makes the stored form of a password, without encoding.
     *
     * @param rounds the cost; what it counts is the scheme's affair
     * @throws SchemeException if the password or the cost is none for this scheme
     */
    byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException;
}
