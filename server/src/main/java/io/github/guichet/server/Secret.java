package io.github.guichet.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password or the like: compares in constant time and never shows itself in a text. */
public final class Secret {

    private final String value;

    /** Keeps a value from being printed. */
    public Secret(String value) {
        this.value = value;
    }

    /** The value itself, for the one who logs in with it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** A mask. */
    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
