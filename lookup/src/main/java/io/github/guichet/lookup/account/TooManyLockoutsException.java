package io.github.guichet.lookup.account;

/** There are as many lockouts as there may be; nobody was locked. */
public final class TooManyLockoutsException extends Exception {

    /** Says how many there may be. */
    public TooManyLockoutsException(int most) {
        super("there are " + most + " locked accounts, which is as many as there may be");
    }
}
