package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Trail;
import java.util.concurrent.CompletableFuture;

/**
 * Who may send as whom. One object for the whole process: whoever asks gets the same verdict. Safe for use by many threads; futures
 * never complete exceptionally, and are complete already when everything asked for is cached.
 */
public interface SendAs {

    /**
     * May this login send as this address?
     *
     * @param login the name that logged in, as Postfix gives it in {@code sasl_username}; compared without case
     * @param address the sender without angle brackets, in any case; not empty
     */
    CompletableFuture<SendAsVerdict> maySend(String login, String address, Trail trail);

    /**
     * All logins that may send as an address, each with the reason; logins that may send as anything are among them.
     *
     * @param address as in {@link #maySend}
     */
    CompletableFuture<Owners> owners(String address, Trail trail);

    /**
     * All addresses that a login may send as, as far as maps can be listed. Blocks; for the command line.
     *
     * @param login as in {@link #maySend}
     */
    SendAsRights rights(String login);
}
