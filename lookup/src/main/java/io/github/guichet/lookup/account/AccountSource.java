package io.github.guichet.lookup.account;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A query, a search or a file that knows accounts: one passdb or one userdb. Does not cache. Safe for use by many threads.
 */
public interface AccountSource {

    /** The fact whose presence makes an answer uncacheable. */
    String PASSWORD = "password";

    /**
     * Which facts of a request, besides the user name, the answer can depend on, by their long names. The cache keeps answers
     * apart by all of them, so one that is missing here would mix up users. One that uses {@link #PASSWORD} is never cached.
     */
    Set<String> variables();

    /**
     * Asks. Does not block.
     *
     * @return completes within the deadline of the source behind it, never exceptionally
     */
    CompletableFuture<AccountAnswer> lookup(AccountRequest request);
}
