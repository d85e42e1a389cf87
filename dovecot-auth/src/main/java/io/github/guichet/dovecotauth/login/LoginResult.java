package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;

/** What came of an attempt to log in. */
public sealed interface LoginResult {

    /** Why an attempt is refused. */
    enum Reason {
        /** Wrong password, no such user, no such service for this account: a client is never told which. */
        CREDENTIALS,
        /** Known, proven, and switched off; Dovecot's {@code code=user_disabled}. */
        DISABLED,
        /** Known, proven, and its password is too old; Dovecot's {@code code=pass_expired}. */
        EXPIRED,
        /** Proven, and may not act as the user it asked for; Dovecot's {@code code=authz_fail}. */
        AUTHORIZATION,
        /** The mechanism is not offered, or not on this connection. */
        MECHANISM
    }

    /**
     * Let in.
     *
     * @param user the canonical name, which replaces the one given
     * @param fields further fields for the peer, by Dovecot's names: {@code proxy}, {@code host}, {@code nologin} … Neither
     *     {@code user} nor {@code password}, and none of the {@code userdb_} ones
     * @param prefetched the {@code userdb_} fields of the record without that prefix; empty if there are none. When there are
     *     some, they are the user record of this log-in
     */
    record Accepted(String user, AccountRecord fields, AccountRecord prefetched) implements LoginResult {}

    /**
     * Refused for good.
     *
     * @param user the name that was tried, for the peer's log; may be empty, holds no control characters
     * @param text for the user to read; empty = none
     * @param delay how long after the client's last word it is to be answered, so that the time says nothing about how it was
     *     checked; zero for what was no guess
     */
    record Refused(String user, Reason reason, String text, Duration delay) implements LoginResult {}

    /**
     * Nobody could say. Never becomes a refusal.
     *
     * @param reason for the log
     * @param delay as for a refusal: not zero when the network guesses too much
     */
    record Unavailable(String user, String reason, Duration delay) implements LoginResult {

        /** One that is told at once. */
        public Unavailable(String user, String reason) {
            this(user, reason, Duration.ZERO);
        }
    }
}
