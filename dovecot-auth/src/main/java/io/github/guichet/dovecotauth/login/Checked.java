package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.AccountRecord;

/** What came of checking a password. */
sealed interface Checked {

    /**
     * It is right.
     *
     * @param record whose password it is, with plain field names
     */
    record Right(AccountRecord record) implements Checked {}

    /**
     * It is wrong, or there is no such account.
     *
     * @param why for the log
     * @param unknown whether there is no such account
     */
    record Wrong(String why, boolean unknown) implements Checked {

        Wrong(String why) {
            this(why, false);
        }
    }

    /** The network was throttled while the password waited for its turn. */
    record Throttled() implements Checked {}

    /**
     * Nobody could say.
     *
     * @param reason for the log
     * @param misfit whether the password did not fit what is known: probably wrong, so it counts as a guess, and perhaps changed,
     *     so it is not called wrong
     */
    record Unavailable(String reason, boolean misfit) implements Checked {

        Unavailable(String reason) {
            this(reason, false);
        }
    }
}
