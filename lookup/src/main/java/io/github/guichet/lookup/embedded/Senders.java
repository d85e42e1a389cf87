package io.github.guichet.lookup.embedded;

import io.github.guichet.lookup.CaseFold;
import java.util.List;
import java.util.Optional;

/**
 * Send-as rights beyond those that need no entry: a mailbox's own address, that address in an
 * alias domain, and an alias with one target that is a mailbox.
 */
public final class Senders {

    private static final int LONGEST_LOGIN = 255;

    /**
     * A right.
     *
     * @param address a sender address, or {@code @domain} for all that have no right of their own
     * @param login who may use it
     */
    public record Sender(String address, String login) {}

    private final EmbeddedStore store;

    Senders(EmbeddedStore store) {
        this.store = store;
    }

    /**
     * Gives a right.
     *
     * @param address need not be in the store
     * @param login a name to log in with, mostly a mailbox's address; need not be in the store
     */
    public Change add(String address, String login) throws StoreException {
        String own = StoreAddress.ownOrCatchAll(address).text();
        String folded = login(login);
        return store.transaction(c -> Change.of(
                Sql.update(c, "INSERT OR IGNORE INTO sender (address, login) VALUES (?, ?)", own, folded) > 0));
    }

    /**
     * Takes a right away.
     *
     * @throws StoreException when nobody gave it
     */
    public Change remove(String address, String login) throws StoreException {
        String own = StoreAddress.ownOrCatchAll(address).text();
        String folded = login(login);
        return store.transaction(c -> {
            if (Sql.update(c, "DELETE FROM sender WHERE address = ? AND login = ?", own, folded) == 0) {
                throw StoreException.missing(folded + " has no right to send as " + own);
            }
            return Change.DONE;
        });
    }

    /**
     * Rights by address.
     *
     * @param address only on this address; empty = all
     */
    public List<Sender> list(Optional<String> address) throws StoreException {
        String only =
                address.isPresent() ? StoreAddress.ownOrCatchAll(address.get()).text() : "";
        return store.transaction(c -> Sql.list(
                c,
                "SELECT address, login FROM sender WHERE address = ?1 OR ?1 = '' ORDER BY address, login",
                row -> new Sender(row.getString(1), row.getString(2)),
                only));
    }

    /** Postfix splits the value of smtpd_sender_login_maps at commas and white space and compares without case. */
    private static String login(String login) throws StoreException {
        boolean splits =
                login.chars().anyMatch(ch -> ch == ',' || Character.isWhitespace(ch) || Character.isISOControl(ch));
        if (login.isEmpty() || login.length() > LONGEST_LOGIN || splits) {
            throw StoreException.invalid("\"" + login + "\" is no login name: 1 to " + LONGEST_LOGIN
                    + " characters without commas and white space");
        }
        return CaseFold.fold(login);
    }
}
