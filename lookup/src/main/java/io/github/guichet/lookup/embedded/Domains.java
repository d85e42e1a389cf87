package io.github.guichet.lookup.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The domains of the store. */
public final class Domains {

    /** What a domain is to Postfix. */
    public enum Kind {
        /** It has mailboxes and aliases here: virtual_mailbox_domains. */
        MAILBOX,
        /** Each of its addresses stands for the same one in another domain: virtual_alias_domains. */
        ALIAS,
        /** Its mail is passed on to another host: relay_domains. Its mailboxes are the known recipients; none = all. */
        BACKUP;

        /** As the database and the command line write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A domain.
     *
     * @param name folded, with A-labels
     * @param kind what it is to Postfix
     * @param target for an alias domain, the domain that it stands for
     * @param active whether it answers at all
     */
    public record Domain(String name, Kind kind, Optional<String> target, boolean active) {

        static Domain of(ResultSet row) throws SQLException {
            return new Domain(
                    row.getString("name"),
                    Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(row.getString("target")),
                    row.getBoolean("active"));
        }
    }

    private final EmbeddedStore store;

    Domains(EmbeddedStore store) {
        this.store = store;
    }

    /**
     * Adds a domain of mailboxes or a backup domain.
     *
     * @throws StoreException when there is a domain of that name and another kind
     */
    public Change add(String name, Kind kind) throws StoreException {
        if (kind == Kind.ALIAS) {
            throw StoreException.invalid("an alias domain needs the domain that it stands for");
        }
        return insert(StoreAddress.domain(name), kind, null);
    }

    /**
     * Adds an alias domain.
     *
     * @param target a domain of the store that is none itself
     */
    public Change addAlias(String name, String target) throws StoreException {
        return insert(StoreAddress.domain(name), Kind.ALIAS, StoreAddress.domain(target));
    }

    private Change insert(String name, Kind kind, @Nullable String target) throws StoreException {
        return store.transaction(c -> {
            Optional<Domain> there = find(c, name);
            if (there.isPresent()) {
                Domain old = there.get();
                if (old.kind() == kind && old.target().equals(Optional.ofNullable(target))) {
                    return Change.UNCHANGED;
                }
                throw StoreException.conflict("the domain " + name + " exists already as "
                        + old.kind().word() + old.target().map(t -> " of " + t).orElse(""));
            }
            if (target != null && required(c, target).kind() == Kind.ALIAS) {
                throw StoreException.conflict(target + " is an alias domain itself");
            }
            Sql.update(c, "INSERT INTO domain (name, kind, target) VALUES (?, ?, ?)", name, kind.word(), target);
            return Change.DONE;
        });
    }

    /**
     * Removes a domain.
     *
     * @param withAddresses removes its mailboxes and aliases, and the rights and limits of its addresses too
     * @throws StoreException when there is none, or when it still has addresses or alias domains
     */
    public Change remove(String name, boolean withAddresses) throws StoreException {
        String domain = StoreAddress.domain(name);
        return store.transaction(c -> {
            required(c, domain);
            int aliasDomains = Sql.count(c, "SELECT count(*) FROM domain WHERE target = ?", domain);
            if (aliasDomains > 0) {
                throw StoreException.conflict(domain + " is what " + aliasDomains + " alias domains stand for");
            }
            if (withAddresses) {
                String suffix = "%@" + domain;
                Sql.update(c, "DELETE FROM sender WHERE address LIKE ? OR login LIKE ?", suffix, suffix);
                Sql.update(c, "DELETE FROM list_access WHERE address LIKE ?", suffix);
                Sql.update(c, "DELETE FROM send_limit WHERE subject LIKE ? OR subject = ?", suffix, domain);
                Sql.update(c, "DELETE FROM alias WHERE domain = ?", domain);
                Sql.update(c, "DELETE FROM mailbox WHERE domain = ?", domain);
            }
            int mailboxes = Sql.count(c, "SELECT count(*) FROM mailbox WHERE domain = ?", domain);
            int aliases = Sql.count(c, "SELECT count(*) FROM alias WHERE domain = ?", domain);
            if (mailboxes + aliases > 0) {
                throw StoreException.conflict(
                        domain + " still has " + mailboxes + " mailboxes and " + aliases + " aliases");
            }
            Sql.update(c, "DELETE FROM domain WHERE name = ?", domain);
            return Change.DONE;
        });
    }

    /** Makes a domain answer, or not, without losing what it has. */
    public Change setActive(String name, boolean active) throws StoreException {
        String domain = StoreAddress.domain(name);
        return store.transaction(c -> {
            required(c, domain);
            return Change.of(Sql.update(
                            c,
                            "UPDATE domain SET active = ?, modified = unixepoch() WHERE name = ? AND active <> ?",
                            active,
                            domain,
                            active)
                    > 0);
        });
    }

    /** One domain. */
    public Domain get(String name) throws StoreException {
        String domain = StoreAddress.domain(name);
        return store.transaction(c -> required(c, domain));
    }

    /** All domains, by name. */
    public List<Domain> list() throws StoreException {
        return store.transaction(c -> Sql.list(c, "SELECT * FROM domain ORDER BY name", Domain::of));
    }

    static Optional<Domain> find(Connection c, String name) throws SQLException {
        return Sql.first(c, "SELECT * FROM domain WHERE name = ?", Domain::of, name);
    }

    static Domain required(Connection c, String name) throws SQLException, StoreException {
        return find(c, name).orElseThrow(() -> StoreException.missing("there is no domain " + name));
    }

    /** The domain of an address that is to be added. */
    static void requireForAddress(Connection c, StoreAddress address) throws SQLException, StoreException {
        Domain domain = required(c, address.domain());
        if (domain.kind() == Kind.ALIAS) {
            throw StoreException.conflict(domain.name() + " is an alias domain: add the address to "
                    + domain.target().orElseThrow() + " instead");
        }
    }
}
