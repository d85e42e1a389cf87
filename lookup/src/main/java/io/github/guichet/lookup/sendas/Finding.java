package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.key.MailAddress;
import java.util.concurrent.CompletableFuture;

/** What somebody wants to know who walks through the rights on an address. Each answer says whether that was enough. */
interface Finding {

    /** These logins have the right: a list with commas or white space. */
    boolean listed(String logins, SendAsRight right, String via);

    /** The login that is called like this address has the right, if there is one. */
    CompletableFuture<Boolean> named(MailAddress address, SendAsRight right, String via);

    /** The login that is called like this address has the right, whether there is one or not. */
    boolean leadsTo(MailAddress address, SendAsRight right, String via);

    /** Whether a login that is called like this address can matter. */
    boolean mayBe(MailAddress address);

    /** Whether logins that are no addresses matter. */
    boolean wantsBareLogins();

    /** Somebody could not say, so this is not all. */
    void unavailable(String reason);
}
