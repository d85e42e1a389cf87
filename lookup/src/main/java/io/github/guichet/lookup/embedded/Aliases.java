package io.github.guichet.lookup.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The aliases of the store: an address, or {@code @domain} for all addresses without an entry of their own, and where its mail goes. */
public final class Aliases {

    /** An alias may have so many targets; Postfix's own bound is virtual_alias_expansion_limit = 1000. */
    public static final int MOST_TARGETS = 1000;

    /**
     * An alias.
     *
     * @param targets in the order in which they were added
     */
    public record Alias(String address, String domain, List<String> targets, boolean active) {
        public Alias {
            targets = List.copyOf(targets);
        }
    }

    private final EmbeddedStore store;

    Aliases(EmbeddedStore store) {
        this.store = store;
    }

    /**
     * Adds targets to an alias, and the alias if there is none.
     *
     * <p>A mailbox of the same address keeps a copy only if it is among the targets.
     *
     * @param targets addresses anywhere; {@code @domain} only for a catch-all, where each address then goes to the same one
     *     there
     */
    public Change add(String address, List<String> targets) throws StoreException {
        StoreAddress own = StoreAddress.ownOrCatchAll(address);
        if (targets.isEmpty()) {
            throw StoreException.invalid("an alias needs a target");
        }
        return store.transaction(c -> {
            Domains.requireForAddress(c, own);
            List<String> all = new ArrayList<>(targets(c, own.text()));
            boolean there = !all.isEmpty();
            Set<String> wanted = targets(c, own, targets);
            if (!all.isEmpty() && all.containsAll(wanted)) {
                return Change.UNCHANGED;
            }
            if (!there) {
                Sql.update(c, "INSERT INTO alias (address, domain) VALUES (?, ?)", own.text(), own.domain());
            }
            wanted.removeAll(all);
            all.addAll(wanted);
            write(c, own.text(), all);
            return Change.DONE;
        });
    }

    /** Makes these the alias's targets, whatever they were. */
    public Change set(String address, List<String> targets) throws StoreException {
        StoreAddress own = StoreAddress.ownOrCatchAll(address);
        if (targets.isEmpty()) {
            throw StoreException.invalid("an alias needs a target");
        }
        return store.transaction(c -> {
            Alias old = required(c, own.text());
            List<String> wanted = List.copyOf(targets(c, own, targets));
            if (wanted.equals(old.targets())) {
                return Change.UNCHANGED;
            }
            write(c, own.text(), wanted);
            return Change.DONE;
        });
    }

    /**
     * Removes targets, and with the last one the alias.
     *
     * @param targets none = the whole alias
     * @throws StoreException when there is no such alias or no such target
     */
    public Change remove(String address, List<String> targets) throws StoreException {
        StoreAddress own = StoreAddress.ownOrCatchAll(address);
        return store.transaction(c -> {
            List<String> left = new ArrayList<>(required(c, own.text()).targets());
            for (String target : targets(c, own, targets)) {
                if (!left.remove(target)) {
                    throw StoreException.missing("the alias " + own.text() + " has no target " + target);
                }
            }
            if (targets.isEmpty() || left.isEmpty()) {
                Sql.update(c, "DELETE FROM alias WHERE address = ?", own.text());
                Sql.update(c, "DELETE FROM list_access WHERE address = ?", own.text());
            } else {
                write(c, own.text(), left);
            }
            return Change.DONE;
        });
    }

    /** Makes an alias answer, or not. */
    public Change setActive(String address, boolean active) throws StoreException {
        String own = StoreAddress.ownOrCatchAll(address).text();
        return store.transaction(c -> {
            required(c, own);
            String sql = "UPDATE alias SET active = ?, modified = unixepoch() WHERE address = ? AND active <> ?";
            return Change.of(Sql.update(c, sql, active, own, active) > 0);
        });
    }

    /** One alias. */
    public Alias get(String address) throws StoreException {
        String own = StoreAddress.ownOrCatchAll(address).text();
        return store.transaction(c -> required(c, own));
    }

    /**
     * Aliases by address.
     *
     * @param domain only of this domain, which must exist; empty = all
     */
    public List<Alias> list(Optional<String> domain) throws StoreException {
        String only = domain.isPresent() ? StoreAddress.domain(domain.get()) : "";
        return store.transaction(c -> {
            if (!only.isEmpty()) {
                Domains.required(c, only);
            }
            String sql = "SELECT address FROM alias WHERE domain = ?1 OR ?1 = '' ORDER BY domain, address";
            List<Alias> aliases = new ArrayList<>();
            for (String address : Sql.list(c, sql, row -> row.getString(1), only)) {
                aliases.add(required(c, address));
            }
            return aliases;
        });
    }

    private static Alias required(Connection c, String address) throws SQLException, StoreException {
        List<String> targets = targets(c, address);
        return Sql.first(
                        c,
                        "SELECT * FROM alias WHERE address = ?",
                        row -> new Alias(address, row.getString("domain"), targets, row.getBoolean("active")),
                        address)
                .orElseThrow(() -> StoreException.missing("there is no alias " + address));
    }

    private static List<String> targets(Connection c, String address) throws SQLException {
        String sql = "SELECT target FROM alias_target WHERE address = ? ORDER BY position";
        return Sql.list(c, sql, row -> row.getString(1), address);
    }

    private static Set<String> targets(Connection c, StoreAddress alias, List<String> texts)
            throws SQLException, StoreException {
        Set<String> targets = new LinkedHashSet<>();
        for (String text : texts) {
            StoreAddress target = StoreAddress.read(text);
            if (target.isCatchAll() && !alias.isCatchAll()) {
                throw StoreException.invalid("\"" + text + "\": only a catch-all can go to all of a domain");
            }
            // Case means something only to the host that has the address; here it does not.
            boolean ours = Domains.find(c, target.domain()).isPresent();
            targets.add((ours ? target.folded() : target).text());
        }
        return targets;
    }

    private static void write(Connection c, String address, List<String> targets) throws SQLException, StoreException {
        if (targets.size() > MOST_TARGETS) {
            throw StoreException.invalid("an alias has at most " + MOST_TARGETS + " targets");
        }
        Sql.update(c, "DELETE FROM alias_target WHERE address = ?", address);
        for (int i = 0; i < targets.size(); i++) {
            String sql = "INSERT INTO alias_target (address, position, target) VALUES (?, ?, ?)";
            Sql.update(c, sql, address, i, targets.get(i));
        }
        Sql.update(c, "UPDATE alias SET modified = unixepoch() WHERE address = ?", address);
    }
}
