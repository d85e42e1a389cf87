package io.github.guichet.lookup.embedded;

import io.github.guichet.lookup.CaseFold;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may write to which alias: what a rule's {@code access-map} finds. The aliases may be in another source. */
public final class ListAccess {

    private static final int LONGEST_WORD = 255;
    private static final int MOST_WORDS = 1000;

    /**
     * One alias.
     *
     * @param address folded
     * @param who logins and the words anyone, domain, members, opens
     */
    public record Access(String address, List<String> who) {
        public Access {
            who = List.copyOf(who);
        }
    }

    private final EmbeddedStore store;

    ListAccess(EmbeddedStore store) {
        this.store = store;
    }

    /**
     * Says who may write to an address, in place of what was said before.
     *
     * @param who none = nothing is said any more
     */
    public Change set(String address, List<String> who) throws StoreException {
        String own = StoreAddress.own(address).text();
        String words = String.join(", ", words(who));
        if (words.isEmpty()) {
            return store.transaction(
                    c -> Change.of(Sql.update(c, "DELETE FROM list_access WHERE address = ?", own) > 0));
        }
        return store.transaction(c -> Change.of(Sql.update(c, """
                        INSERT INTO list_access (address, who) VALUES (?1, ?2) ON CONFLICT (address)
                        DO UPDATE SET who = ?2, modified = unixepoch() WHERE who <> ?2
                        """, own, words) > 0));
    }

    /**
     * By address.
     *
     * @param address only this one; empty = all
     */
    public List<Access> list(Optional<String> address) throws StoreException {
        String only = address.isPresent() ? StoreAddress.own(address.get()).text() : "";
        return store.transaction(c -> Sql.list(
                c,
                "SELECT address, who FROM list_access WHERE address = ?1 OR ?1 = '' ORDER BY address",
                row -> new Access(row.getString(1), List.of(row.getString(2).split(", "))),
                only));
    }

    private static Set<String> words(List<String> who) throws StoreException {
        Set<String> words = new LinkedHashSet<>();
        for (String word : who) {
            boolean odd =
                    word.chars().anyMatch(ch -> ch == ',' || Character.isWhitespace(ch) || Character.isISOControl(ch));
            if (word.isEmpty() || word.length() > LONGEST_WORD || odd) {
                throw StoreException.invalid(
                        "\"" + word + "\" is neither a login nor one of anyone, domain, members, opens");
            }
            words.add(CaseFold.fold(word));
        }
        if (words.size() > MOST_WORDS) {
            throw StoreException.invalid("at most " + MOST_WORDS + " logins");
        }
        return words;
    }
}
