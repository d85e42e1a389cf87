package io.github.guichet.lookup.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The mailboxes of the store. */
public final class Mailboxes {

    private static final long LARGEST_ID = 0xffff_fffeL; // uid_t has 32 bits, and -1 means "none" to chown(2)
    private static final int LONGEST_PATH = 1000;

    /**
     * What can be set on a mailbox. What is empty is left as it is, or at its default for a new one.
     *
     * @param maildir where virtual(8) puts the mail, below virtual_mailbox_base; default {@code domain/local/}
     * @param home the home directory, an absolute path
     * @param uid numeric owner of the files
     * @param gid numeric group of the files
     * @param quota in bytes; 0 = none
     */
    public record Settings(
            Optional<String> maildir,
            Optional<String> home,
            Optional<Long> uid,
            Optional<Long> gid,
            Optional<Long> quota) {

        /** Nothing set. */
        public static final Settings NONE =
                new Settings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A mailbox. Whether it has a password is all that is said of it here.
     *
     * @param settings as stored
     */
    public record Mailbox(String address, String domain, Settings settings, boolean hasPassword, boolean active) {

        static Mailbox of(ResultSet row) throws SQLException {
            Settings settings = new Settings(
                    Optional.of(row.getString("maildir")),
                    Optional.ofNullable(row.getString("home")),
                    Sql.number(row, "uid"),
                    Sql.number(row, "gid"),
                    Sql.number(row, "quota"));
            return new Mailbox(
                    row.getString("address"),
                    row.getString("domain"),
                    settings,
                    row.getString("password") != null,
                    row.getBoolean("active"));
        }
    }

    private final EmbeddedStore store;

    Mailboxes(EmbeddedStore store) {
        this.store = store;
    }

    /**
     * Adds a mailbox. One that exists is unchanged if it has these settings.
     *
     * @throws StoreException when its domain is not in the store, or when it exists with other settings
     */
    public Change add(String address, Settings settings) throws StoreException {
        StoreAddress own = StoreAddress.own(address);
        if (own.local().equals("\".\"")
                || own.local().equals("\"..\"")
                || own.local().indexOf('/') >= 0) {
            // The local part becomes the name of a directory.
            throw StoreException.invalid("\"" + address + "\": a mailbox's name cannot be . or .. and has no slash");
        }
        check(settings);
        return store.transaction(c -> {
            Domains.requireForAddress(c, own);
            Optional<Mailbox> there = find(c, own.text());
            if (there.isPresent()) {
                if (merged(there.get().settings(), settings).equals(there.get().settings())) {
                    return Change.UNCHANGED;
                }
                throw StoreException.conflict("the mailbox " + own.text() + " exists already with other settings");
            }
            Sql.update(
                    c,
                    "INSERT INTO mailbox (address, domain, maildir) VALUES (?, ?, ?)",
                    own.text(),
                    own.domain(),
                    own.domain() + "/" + own.local() + "/");
            write(c, own.text(), settings);
            return Change.DONE;
        });
    }

    /** Changes settings; what is empty stays. */
    public Change set(String address, Settings settings) throws StoreException {
        String own = StoreAddress.own(address).text();
        check(settings);
        return store.transaction(c -> {
            Settings old = required(c, own).settings();
            if (merged(old, settings).equals(old)) {
                return Change.UNCHANGED;
            }
            write(c, own, settings);
            return Change.DONE;
        });
    }

    /**
     * Removes a mailbox and the send-as rights of its login. Its mail is left where it is.
     *
     * @throws StoreException when there is none
     */
    public Change remove(String address) throws StoreException {
        String own = StoreAddress.own(address).text();
        return store.transaction(c -> {
            required(c, own);
            Sql.update(c, "DELETE FROM sender WHERE login = ?", own);
            return Change.of(Sql.update(c, "DELETE FROM mailbox WHERE address = ?", own) > 0);
        });
    }

    /** Makes a mailbox take mail and log in, or not. */
    public Change setActive(String address, boolean active) throws StoreException {
        String own = StoreAddress.own(address).text();
        return store.transaction(c -> {
            required(c, own);
            String sql = "UPDATE mailbox SET active = ?, modified = unixepoch() WHERE address = ? AND active <> ?";
            return Change.of(Sql.update(c, sql, active, own, active) > 0);
        });
    }

    /**
     * Sets the password. The mailbox's own row is all that changes: when it expires and application passwords stay.
     *
     * @param hash in a scheme of Dovecot, with the scheme's name in braces
     */
    public Change setPassword(String address, String hash) throws StoreException {
        return new Logins(store).setPassword(address, hash);
    }

    /** One mailbox. */
    public Mailbox get(String address) throws StoreException {
        String own = StoreAddress.own(address).text();
        return store.transaction(c -> required(c, own));
    }

    /**
     * Mailboxes by address.
     *
     * @param domain only of this domain, which must exist; empty = all
     */
    public List<Mailbox> list(Optional<String> domain) throws StoreException {
        String only = domain.isPresent() ? StoreAddress.domain(domain.get()) : "";
        return store.transaction(c -> {
            if (!only.isEmpty()) {
                Domains.required(c, only);
            }
            return Sql.list(
                    c,
                    "SELECT * FROM mailbox WHERE domain = ?1 OR ?1 = '' ORDER BY domain, address",
                    Mailbox::of,
                    only);
        });
    }

    static Optional<Mailbox> find(Connection c, String address) throws SQLException {
        return Sql.first(c, "SELECT * FROM mailbox WHERE address = ?", Mailbox::of, address);
    }

    static Mailbox required(Connection c, String address) throws SQLException, StoreException {
        return find(c, address).orElseThrow(() -> StoreException.missing("there is no mailbox " + address));
    }

    private static void write(Connection c, String address, Settings s) throws SQLException {
        Sql.update(
                c,
                "UPDATE mailbox SET maildir = coalesce(?, maildir), home = coalesce(?, home), uid = coalesce(?, uid),"
                        + " gid = coalesce(?, gid), quota = coalesce(?, quota), modified = unixepoch() WHERE address = ?",
                orNull(s.maildir()),
                orNull(s.home()),
                orNull(s.uid()),
                orNull(s.gid()),
                orNull(s.quota()),
                address);
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.isPresent() ? value.get() : null;
    }

    private static Settings merged(Settings old, Settings change) {
        return new Settings(
                change.maildir().or(old::maildir),
                change.home().or(old::home),
                change.uid().or(old::uid),
                change.gid().or(old::gid),
                change.quota().or(old::quota));
    }

    private static void check(Settings settings) throws StoreException {
        checkId("uid", settings.uid());
        checkId("gid", settings.gid());
        if (settings.quota().filter(q -> q < 0).isPresent()) {
            throw StoreException.invalid("quota must be 0 (none) or a number of bytes");
        }
        checkPath("home", settings.home());
        checkPath("maildir", settings.maildir());
        if (settings.home().filter(h -> !h.startsWith("/")).isPresent()) {
            throw StoreException.invalid("home must be an absolute path");
        }
        if (settings.maildir().filter(m -> m.startsWith("/")).isPresent()) {
            throw StoreException.invalid("maildir is relative to virtual_mailbox_base and must not begin with a slash");
        }
    }

    private static void checkId(String name, Optional<Long> id) throws StoreException {
        OptionalLong bad = id.stream()
                .mapToLong(Long::longValue)
                .filter(i -> i < 0 || i > LARGEST_ID)
                .findFirst();
        if (bad.isPresent()) {
            throw StoreException.invalid(name + " must be 0 to " + LARGEST_ID + ", not " + bad.getAsLong());
        }
    }

    private static void checkPath(String name, Optional<String> path) throws StoreException {
        if (path.isEmpty()) {
            return;
        }
        String text = path.get();
        if (text.isEmpty() || text.length() > LONGEST_PATH || text.chars().anyMatch(Character::isISOControl)) {
            throw StoreException.invalid(
                    name + " must have 1 to " + LONGEST_PATH + " characters, none of them a control character");
        }
        for (String part : text.split("/", -1)) {
            if (part.equals("..")) {
                throw StoreException.invalid(name + " must not contain \"..\"");
            }
        }
    }
}
