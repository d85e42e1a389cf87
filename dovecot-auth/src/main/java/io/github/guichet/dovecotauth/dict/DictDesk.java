package io.github.guichet.dovecotauth.dict;

import io.github.guichet.dovecotauth.listing.Listings;
import io.github.guichet.dovecotauth.login.UserRecords;
import io.github.guichet.lookup.dict.DictStore;
import io.github.guichet.server.DaemonMeter;
import java.util.List;
import java.util.Optional;

/**
 * What all connections of the dict protocol share.
 *
 * @param records answers about users
 * @param stores for the other keys; the first that serves a key has it
 * @param listings of all users
 */
public record DictDesk(UserRecords records, List<DictStore> stores, Listings listings, DaemonMeter meter) {

    /** Keeps a copy. */
    public DictDesk {
        stores = List.copyOf(stores);
    }

    Optional<DictStore> store(String key) {
        return stores.stream().filter(s -> s.serves(key)).findFirst();
    }
}
