package io.github.guichet.dovecotauth.scheme;

/** What came of comparing a password with a stored one. */
public sealed interface Verification {

    /** It is the password. */
    record Match() implements Verification {}

    /** It is another one. */
    record Mismatch() implements Verification {}

    /**
     * The stored text cannot be used: unknown scheme, broken encoding, over a limit. Says nothing about the password given, so it
     * is no refusal.
     *
     * @param reason for the log; names the scheme, holds no secret
     */
    record Unusable(String reason) implements Verification {}
}
