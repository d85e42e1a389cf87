package io.github.guichet.dovecotauth.client;

/** Minor versions of the protocol, and what the client's one changes. */
final class Minor {

    /** The only major version there is. */
    static final long MAJOR = 1;

    /** What this server says. No client looks at it; it is that of Dovecot 2.3, as long as there is no channel binding. */
    static final long SERVER = 2;

    /** Postfix and Exim: they do not undo escapes, and a failure is final to them whatever its code. */
    static final long PLAIN_TEXT = 0;

    /** From here on an empty {@code resp=} is an empty response; before, it is none. */
    static final long EMPTY_RESPONSE = 2;

    /** From here on a CONT may have further fields (Dovecot 2.4). */
    static final long CONT_FIELDS = 3;

    /** From here on a CANCEL is confirmed (Dovecot 2.4.4). */
    static final long CANCELLED = 4;

    private Minor() {}
}
