package io.github.guichet.policyd.notice;

import java.time.Instant;

/**
 * What is told.
 *
 * @param id the same however often it is sent, and no other has it: letters, digits and {@code -}
 * @param at when it was written
 * @param host the name of this host
 * @param breach what happened; in a test, an example of it
 * @param lock what became of the login
 * @param test whether somebody only wants to see whether notices arrive
 */
record Notice(String id, Instant at, String host, Breach breach, Lock lock, boolean test) {

    /** What became of the login. */
    enum Lock {
        /** Nobody wanted to lock it. */
        OPEN,
        /** It is locked now. */
        LOCKED,
        /** It was locked already. */
        BEFORE,
        /** It was to be locked, and could not be. */
        FAILED
    }
}
