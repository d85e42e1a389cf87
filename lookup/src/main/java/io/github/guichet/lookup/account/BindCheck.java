package io.github.guichet.lookup.account;

import java.util.concurrent.CompletableFuture;

/** Checks a password by logging in to the directory as the user. Safe for use by many threads. */
public interface BindCheck {

    /** What the directory said. */
    sealed interface Verdict {
        /** The password is right. */
        record Right() implements Verdict {}

        /** Invalid credentials, or no such entry: the directory does not say which. */
        record Wrong() implements Verdict {}

        /** The directory could not be asked. */
        record Unavailable(String reason) implements Verdict {}
    }

    /** Whether the DN comes from the request alone; if not, the account is looked up first and its record has the DN. */
    boolean knowsDn();

    /**
     * Binds. Does not block; never uses a connection that searches.
     *
     * @param record what the look-up brought, with {@link AccountRecord#DN}; {@link AccountRecord#EMPTY} if there was none
     * @param password not empty: a directory accepts an empty one from anybody (RFC 4513, section 5.1.2)
     */
    CompletableFuture<Verdict> check(AccountRequest request, AccountRecord record, String password);
}
