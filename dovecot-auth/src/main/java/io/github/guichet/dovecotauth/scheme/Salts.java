package io.github.guichet.dovecotauth.scheme;

import java.security.SecureRandom;

/** Random salts. May be used by several threads at a time. */
final class Salts {

    private static final String LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();

    /** Some bytes. */
    byte[] bytes(int length) {
        byte[] salt = new byte[length];
        random.nextBytes(salt);
        return salt;
    }

    /** Some letters of crypt(5)'s alphabet. */
    String letters(int length) {
        StringBuilder salt = new StringBuilder(length);
        for (byte b : bytes(length)) {
            salt.append(LETTERS.charAt(b & 63));
        }
        return salt.toString();
    }
}
