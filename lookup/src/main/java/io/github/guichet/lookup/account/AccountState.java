package io.github.guichet.lookup.account;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of state in a record say. They have the names that PostfixAdmin gives them.
 *
 * <pre>
 * active, domain_active                  0, f, false, n, no, off: nobody may log in
 * password_expiry                        date and time in this host's zone, or seconds since 1970; 0, empty, a zero date: never
 * smtp_active, imap_active, pop3_active, sieve_active
 *                                        as active, for one service; without the column it is allowed
 * </pre>
 */
public enum AccountState {
    /** May log in. */
    OPEN,
    /** The account or its domain is switched off. */
    INACTIVE,
    /** The password is too old. */
    EXPIRED,
    /** May log in, but not to this service. */
    NO_SERVICE;

    /** The names of all columns of state; they are never passed on to a peer. */
    public static final Set<String> COLUMNS = Set.of(
            "active",
            "domain_active",
            "password_expiry",
            "smtp_active",
            "imap_active",
            "pop3_active",
            "sieve_active",
            "app_password");

    /** The column with the name of an application password; goes to the log and nowhere else. */
    public static final String APP_PASSWORD = "app_password";

    private static final Set<String> NO = Set.of("0", "f", "false", "n", "no", "off");
    private static final Map<String, String> BY_SERVICE = Map.of(
            "smtp", "smtp_active",
            "submission", "smtp_active",
            "imap", "imap_active",
            "pop3", "pop3_active",
            "sieve", "sieve_active",
            "managesieve", "sieve_active");

    /** The state of an account for a service (Dovecot's name of it, or Postfix's {@code smtp}). */
    public static AccountState of(AccountRecord record, String service, Instant now, ZoneId zone) {
        if (isNo(record, "active") || isNo(record, "domain_active")) {
            return INACTIVE;
        }
        String column = BY_SERVICE.get(service.toLowerCase(Locale.ROOT));
        if (column != null && isNo(record, column)) {
            return NO_SERVICE;
        }
        return record.field("password_expiry")
                        .flatMap(text -> expiry(text, zone))
                        .filter(at -> !at.isAfter(now))
                        .isPresent()
                ? EXPIRED
                : OPEN;
    }

    private static boolean isNo(AccountRecord record, String column) {
        return record.field(column)
                .filter(v -> NO.contains(v.strip().toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    /** Nobody is locked out over a date that cannot be read: PostfixAdmin's zero date is one. */
    private static Optional<Instant> expiry(String text, ZoneId zone) {
        String date = text.strip();
        if (date.isEmpty() || date.equals("0") || date.startsWith("0000-")) {
            return Optional.empty();
        }
        try {
            if (date.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(date)));
            }
            String plain = date.length() > 19 ? date.substring(0, 19) : date;
            String whole = plain.length() == 10 ? plain + " 00:00:00" : plain.replace('T', ' ');
            return Optional.of(
                    LocalDateTime.parse(whole, DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT))
                            .atZone(zone)
                            .toInstant());
        } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
