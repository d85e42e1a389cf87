package io.github.guichet.lookup.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What belongs to logging in to the mailboxes of the store: passwords, what they are good for, and where the mail really is. */
public final class Logins {

    private static final int LONGEST_HASH = 1000;
    private static final int LONGEST_NAME = 100;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

    /** What a mailbox can be allowed or forbidden. */
    public enum Service {
        /** To send mail. */
        SMTP,
        /** To read mail over IMAP. */
        IMAP,
        /** To fetch mail over POP3. */
        POP3,
        /** To change filters over ManageSieve. */
        SIEVE;

        private String column() {
            return name().toLowerCase(Locale.ROOT) + "_active";
        }
    }

    /**
     * What is said of a mailbox's log-ins.
     *
     * @param services what it may be used for
     * @param passwordExpiry from when on the password, but none of the applications', is refused
     * @param proxyHost another server that has the mail
     * @param proxyPort its port; absent = the usual one
     */
    public record Login(
            Set<Service> services,
            Optional<Instant> passwordExpiry,
            Optional<String> proxyHost,
            Optional<Integer> proxyPort) {
        /** Keeps a copy. */
        public Login {
            services = Set.copyOf(services);
        }
    }

    /**
     * A password for one application.
     *
     * @param name what its owner calls it; shows in the log
     */
    public record AppPassword(String address, String name, Instant created) {}

    private final EmbeddedStore store;

    Logins(EmbeddedStore store) {
        this.store = store;
    }

    Change setPassword(String address, String hash) throws StoreException {
        checkHash(hash);
        return update(address, "password = ?", hash);
    }

    /** Takes the password away: nobody can log in with one any more, but for the application passwords. */
    public Change removePassword(String address) throws StoreException {
        return update(address, "password = ?", null);
    }

    /** From when on the password is refused; empty = never. */
    public Change setPasswordExpiry(String address, Optional<Instant> at) throws StoreException {
        Optional<Long> seconds = at.map(Instant::getEpochSecond);
        if (seconds.filter(s -> s <= 0).isPresent()) {
            throw StoreException.invalid("a password cannot expire before 1970");
        }
        return update(address, "password_expiry = ?", seconds.isPresent() ? seconds.get() : null);
    }

    /** What a mailbox may be used for, and nothing else. */
    public Change setServices(String address, Set<Service> services) throws StoreException {
        String own = StoreAddress.own(address).text();
        return store.transaction(c -> {
            Mailboxes.required(c, own);
            int changed = 0;
            for (Service service : Service.values()) {
                changed += write(c, own, service.column() + " = ?", services.contains(service) ? 1 : 0);
            }
            return Change.of(changed > 0);
        });
    }

    /**
     * Where log-ins are passed on to.
     *
     * @param host a name or an address; empty = nowhere
     * @param port empty = the usual one
     */
    public Change setProxy(String address, Optional<String> host, Optional<Integer> port) throws StoreException {
        if (host.filter(h -> !HOST.matcher(h).matches()).isPresent()) {
            throw StoreException.invalid("\"" + host.get() + "\" is no host");
        }
        if (port.filter(p -> p < 1 || p > 65535).isPresent() || (port.isPresent() && host.isEmpty())) {
            throw StoreException.invalid("a port is 1 to 65535, and belongs to a host");
        }
        String own = StoreAddress.own(address).text();
        return store.transaction(c -> {
            Mailboxes.required(c, own);
            int changed = write(c, own, "proxy_host = ?", host.isPresent() ? host.get() : null)
                    + write(c, own, "proxy_port = ?", port.isPresent() ? port.get() : null);
            return Change.of(changed > 0);
        });
    }

    /** What is said of a mailbox's log-ins. */
    public Login get(String address) throws StoreException {
        String own = StoreAddress.own(address).text();
        return store.transaction(c -> Sql.first(
                        c,
                        "SELECT * FROM mailbox WHERE address = ?",
                        row -> {
                            Set<Service> services = EnumSet.noneOf(Service.class);
                            for (Service service : Service.values()) {
                                if (row.getBoolean(service.column())) {
                                    services.add(service);
                                }
                            }
                            return new Login(
                                    services,
                                    Sql.number(row, "password_expiry").map(Instant::ofEpochSecond),
                                    Optional.ofNullable(row.getString("proxy_host")),
                                    Sql.number(row, "proxy_port").map(Long::intValue));
                        },
                        own)
                .orElseThrow(() -> StoreException.missing("there is no mailbox " + own)));
    }

    /**
     * Adds a password for one application.
     *
     * @param name what its owner calls it
     * @param hash as in {@link Mailboxes#setPassword}
     * @throws StoreException when there is one of that name, with another hash or the same: a hash cannot be compared
     */
    public Change addAppPassword(String address, String name, String hash) throws StoreException {
        String own = StoreAddress.own(address).text();
        String checked = checkName(name);
        checkHash(hash);
        return store.transaction(c -> {
            Mailboxes.required(c, own);
            String sql = "INSERT OR IGNORE INTO app_password (address, name, password) VALUES (?, ?, ?)";
            if (Sql.update(c, sql, own, checked, hash) == 0) {
                throw StoreException.conflict(
                        own + " has an application password \"" + checked + "\" already; remove it first");
            }
            return Change.DONE;
        });
    }

    /**
     * Removes a password of one application.
     *
     * @throws StoreException when there is none of that name
     */
    public Change removeAppPassword(String address, String name) throws StoreException {
        String own = StoreAddress.own(address).text();
        String checked = checkName(name);
        return store.transaction(c -> {
            Mailboxes.required(c, own);
            if (Sql.update(c, "DELETE FROM app_password WHERE address = ? AND name = ?", own, checked) == 0) {
                throw StoreException.missing(own + " has no application password \"" + checked + "\"");
            }
            return Change.DONE;
        });
    }

    /** The application passwords of a mailbox, by name. */
    public List<AppPassword> appPasswords(String address) throws StoreException {
        String own = StoreAddress.own(address).text();
        return store.transaction(c -> {
            Mailboxes.required(c, own);
            return Sql.list(
                    c,
                    "SELECT name, created FROM app_password WHERE address = ? ORDER BY name",
                    row -> new AppPassword(own, row.getString(1), Instant.ofEpochSecond(row.getLong(2))),
                    own);
        });
    }

    private Change update(String address, String assignment, @Nullable Object value) throws StoreException {
        String own = StoreAddress.own(address).text();
        return store.transaction(c -> {
            Mailboxes.required(c, own);
            return Change.of(write(c, own, assignment, value) > 0);
        });
    }

    /** Returns 0 when it was so before. */
    private static int write(Connection c, String address, String assignment, @Nullable Object value)
            throws SQLException {
        String column = assignment.substring(0, assignment.indexOf(' '));
        return Sql.update(
                c,
                "UPDATE mailbox SET " + assignment + ", modified = unixepoch() WHERE address = ? AND " + column
                        + " IS NOT ?",
                value,
                address,
                value);
    }

    /** Says nothing of the hash itself. */
    private static void checkHash(String hash) throws StoreException {
        if (hash.isBlank() || hash.length() > LONGEST_HASH || hash.chars().anyMatch(Character::isISOControl)) {
            throw StoreException.invalid(
                    "a stored password has 1 to " + LONGEST_HASH + " characters, none of them a control character");
        }
    }

    private static String checkName(String name) throws StoreException {
        String stripped = name.strip();
        if (stripped.isEmpty()
                || stripped.length() > LONGEST_NAME
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw StoreException.invalid("the name of an application password has 1 to " + LONGEST_NAME
                    + " characters, none of them a control character");
        }
        return stripped;
    }
}
