package io.github.guichet.lookup.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a database of PostfixAdmin is asked about accounts, in the notation of Dovecot's {@code dovecot-sql.conf.ext}. The tables
 * must have their usual names, without a prefix. An address in an alias domain is the mailbox of the same name in the domain that it
 * stands for.
 *
 * <p>Of the services PostfixAdmin knows only {@code smtp_active}. Its second factors (TOTP) are for its own web pages and are not
 * asked for here. A password expires only in a domain that says so, because the column is full of dates in the past elsewhere.
 *
 * <p>Source: {@code public/upgrade.php} of PostfixAdmin 4.0.
 *
 * @param passwordQuery a row for the mailbox's password, and one for each application password
 * @param userQuery home, if a directory is given, and quota
 * @param iterateQuery the mailboxes in use
 */
public record PostfixAdminQueries(String passwordQuery, String userQuery, String iterateQuery) {

    /** Whose tables they are. */
    public enum Version {
        /** 2.3 to 3.2: active mailboxes, domains and alias domains. */
        V2_3,
        /** 3.3: passwords that expire. */
        V3_3,
        /** 4.0 and later: {@code smtp_active} and application passwords. */
        V4_0
    }

    private static final Pattern DIRECTORY = Pattern.compile("/[^'\"\\\\%?\\p{Cntrl}]*");

    /**
     * Makes them.
     *
     * @param directory below which the column {@code maildir} is; absolute, without quotes, percent signs and backslashes;
     *     absent = the user record says nothing of a home
     * @throws IllegalArgumentException for another directory
     */
    public static PostfixAdminQueries of(SqlDialect dialect, Version version, Optional<String> directory) {
        if (directory.filter(d -> !DIRECTORY.matcher(d).matches()).isPresent()) {
            throw new IllegalArgumentException("not the path of a directory");
        }
        String state = version == Version.V4_0 ? ", w.smtp_active AS smtp_active" : "";
        String expiry = version == Version.V2_3 ? "NULL" : "w.password_expiry";
        String who = who(dialect, version);
        String own = "SELECT w.username AS " + quoted(dialect) + ", w.password AS password, NULL AS app_password, "
                + expiry + " AS password_expiry, w.active AS active, w.domain_active AS domain_active" + state + who;
        String applications =
                " UNION ALL SELECT w.username, p.password_hash, COALESCE(p.description, ''), NULL, w.active,"
                        + " w.domain_active" + state + who + " JOIN mailbox_app_password p ON p.username = w.username";
        String home = directory
                .map(d -> ", " + concat(dialect, "'" + (d.endsWith("/") ? d : d + "/") + "'", "w.maildir") + " AS home")
                .orElse("");
        // Dovecot 2.3 takes the first and 2.4 the second, and each ignores the other.
        String quota = ", CASE WHEN w.quota > 0 THEN " + concat(dialect, "'*:bytes='", "w.quota") + " END AS quota_rule"
                + ", CASE WHEN w.quota > 0 THEN w.quota END AS quota_storage_size";
        return new PostfixAdminQueries(
                version == Version.V4_0 ? own + applications : own,
                "SELECT w.username AS " + quoted(dialect) + home + quota + who + " WHERE " + yes(dialect, "w.active")
                        + " AND " + yes(dialect, "w.domain_active"),
                "SELECT m.username AS " + quoted(dialect)
                        + " FROM mailbox m JOIN domain d ON d.domain = m.domain WHERE " + yes(dialect, "m.active")
                        + " AND " + yes(dialect, "d.active"));
    }

    /** The mailbox that the user name means, directly or through an alias domain. */
    private static String who(SqlDialect dialect, Version version) {
        String columns = "m.username, m.password, m.maildir, m.quota, m.active"
                + (version == Version.V2_3 ? "" : ", " + expiry(dialect) + " AS password_expiry")
                + (version == Version.V4_0 ? ", m.smtp_active" : "");
        return String.format(
                Locale.ROOT,
                " FROM (SELECT %1$s, d.active AS domain_active FROM mailbox m JOIN domain d ON d.domain = m.domain"
                        + " WHERE m.username = '%%u'"
                        + " UNION ALL SELECT %1$s, %2$s AS domain_active FROM alias_domain a"
                        + " JOIN domain d ON d.domain = a.target_domain JOIN mailbox m ON m.username = %3$s"
                        + " WHERE a.alias_domain = '%%d') w",
                columns,
                "CASE WHEN " + yes(dialect, "a.active") + " THEN d.active ELSE a.active END",
                concat(dialect, "'%n@'", "a.target_domain"));
    }

    /** In seconds since 1970: PostfixAdmin stores it in the database's own time zone. */
    private static String expiry(SqlDialect dialect) {
        String seconds = switch (dialect) {
            case MARIADB -> "UNIX_TIMESTAMP(m.password_expiry)";
            case POSTGRESQL -> "CAST(floor(extract(epoch FROM m.password_expiry)) AS bigint)";
            case SQLITE -> "CAST(strftime('%%s', m.password_expiry, 'utc') AS INTEGER)";
        };
        return "CASE WHEN d.password_expiry > 0 THEN " + seconds + " END";
    }

    private static String concat(SqlDialect dialect, String left, String right) {
        return dialect == SqlDialect.MARIADB ? "CONCAT(" + left + ", " + right + ")" : left + " || " + right;
    }

    private static String yes(SqlDialect dialect, String column) {
        return dialect == SqlDialect.POSTGRESQL ? column : column + " = 1";
    }

    /** To PostgreSQL a bare user is somebody else: whoever is logged in. */
    private static String quoted(SqlDialect dialect) {
        return dialect == SqlDialect.POSTGRESQL ? "\"user\"" : "user";
    }
}
