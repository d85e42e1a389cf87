package io.github.guichet.lookup.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the embedded store is asked for each main.cf parameter, in the notation of mysql_table(5), so that a map needs no query
 * of its own.
 *
 * <p>None of them uses {@code %u}: that would suppress the query for {@code @domain}, and so the catch-all.
 */
public final class EmbeddedQueries {

    /**
     * A map's queries.
     *
     * @param query asked with a key
     * @param keysQuery lists the keys, one a row
     */
    public record Queries(String query, String keysQuery) {}

    /** The same address in the domain that this key's alias domain stands for. */
    private static final String THERE = "substr('%s', 1, length('%s') - length('%d')) || d.target";

    private static final String ACTIVE_MAILBOX =
            "FROM mailbox m JOIN domain d ON d.name = m.domain WHERE m.active AND d.active";

    /** The addresses of alias domains: one for every address of the domain that they stand for. */
    private static final String ALIAS_DOMAIN_KEYS = """
            SELECT substr(a.address, 1, length(a.address) - length(a.domain)) || d.name
              FROM domain d JOIN domain o ON o.name = d.target AND o.active
              JOIN (SELECT address, domain FROM mailbox WHERE active
                    UNION SELECT address, domain FROM alias WHERE active) a ON a.domain = d.target
             WHERE d.kind = 'alias' AND d.active
            """;

    private static final Map<String, Queries> BY_PARAMETER = Map.of(
            "virtual_mailbox_domains", domains("mailbox"),
            "virtual_alias_domains", domains("alias"),
            "relay_domains", domains("backup"),
            "virtual_alias_maps", aliases(),
            "virtual_mailbox_maps", mailboxes("maildir"),
            "virtual_uid_maps", mailboxes("uid"),
            "virtual_gid_maps", mailboxes("gid"),
            "relay_recipient_maps", recipients(),
            "smtpd_sender_login_maps", logins());

    /**
     * What is no parameter of Postfix, but a table of the store that rules look into. The usage is what Dovecot's quota_clone wrote
     * at the last change of a mailbox, so it is true however long ago that was, and has no time.
     */
    private static final Map<String, Queries> BY_TABLE = Map.of(
            "limits", rows("send_limit", "subject", "limits"),
            "list-access", rows("list_access", "address", "who"),
            "quota", rows("mailbox", "address", "quota"),
            "usage", rows("dict WHERE key = 'priv/quota/storage'", "user", "value"));

    private EmbeddedQueries() {}

    /** The queries for a parameter, empty for one that the store knows nothing about. */
    public static Optional<Queries> forParameter(String parameter) {
        return Optional.ofNullable(BY_PARAMETER.get(parameter));
    }

    /** The parameters that the store can serve, for messages. */
    public static Set<String> parameters() {
        return BY_PARAMETER.keySet();
    }

    /** The queries for a table that rules look into, by the name that the configuration has for it. */
    public static Optional<Queries> forTable(String table) {
        return Optional.ofNullable(BY_TABLE.get(table));
    }

    /** The tables that rules look into. */
    public static Set<String> tables() {
        return BY_TABLE.keySet();
    }

    private static Queries rows(String table, String key, String value) {
        String where = table.contains(" WHERE ") ? " AND " : " WHERE ";
        return new Queries(
                "SELECT " + value + " FROM " + table + where + key + " = '%s'", "SELECT " + key + " FROM " + table);
    }

    private static Queries domains(String kind) {
        String from = "SELECT name FROM domain WHERE kind = '" + kind + "' AND active";
        return new Queries(from + " AND name = '%s'", from);
    }

    private static Queries mailboxes(String column) {
        String from = " " + ACTIVE_MAILBOX + " AND d.kind = 'mailbox' AND m." + column + " IS NOT NULL";
        return new Queries("SELECT m." + column + from + " AND m.address = '%s'", "SELECT m.address" + from);
    }

    /**
     * A mailbox is its own alias, so that a catch-all does not take its mail; an alias of the same address goes first. An
     * alias domain stands only for addresses that exist, so that the others are refused and not bounced.
     */
    private static Queries aliases() {
        String query = """
                SELECT target FROM (
                  SELECT t.target AS target, t.position AS position
                    FROM alias a JOIN domain d ON d.name = a.domain JOIN alias_target t ON t.address = a.address
                   WHERE a.address = '%s' AND a.active AND d.active
                  UNION ALL
                  SELECT m.address, 0 ACTIVE_MAILBOX AND m.address = '%s'
                     AND NOT EXISTS (SELECT 1 FROM alias a WHERE a.address = m.address AND a.active)
                  UNION ALL
                  SELECT THERE, 0
                    FROM domain d JOIN domain o ON o.name = d.target AND o.active
                   WHERE d.name = '%d' AND d.kind = 'alias' AND d.active
                     AND (EXISTS (SELECT 1 FROM mailbox m WHERE m.address = THERE AND m.active)
                       OR EXISTS (SELECT 1 FROM alias a WHERE a.address = THERE AND a.active))
                ) ORDER BY position
                """;
        String keys = """
                SELECT a.address FROM alias a JOIN domain d ON d.name = a.domain WHERE a.active AND d.active
                UNION SELECT m.address ACTIVE_MAILBOX
                UNION ALIAS_DOMAIN_KEYS
                """;
        return new Queries(fill(query), fill(keys));
    }

    /** A backup domain whose recipients nobody listed takes all. */
    private static Queries recipients() {
        String open = " FROM domain d WHERE d.kind = 'backup' AND d.active"
                + " AND NOT EXISTS (SELECT 1 FROM mailbox m WHERE m.domain = d.name)";
        String listed = " " + ACTIVE_MAILBOX + " AND d.kind = 'backup'";
        return new Queries(
                "SELECT m.address" + listed + " AND m.address = '%s'" + " UNION ALL SELECT d.name" + open
                        + " AND d.name = '%d' AND '%s' = '@%d'",
                "SELECT m.address" + listed + " UNION ALL SELECT '@' || d.name" + open);
    }

    /**
     * Who may send as an address: the mailbox itself, the only target of an alias, whoever was given the right. Not the
     * target of a catch-all: it would own every address that nobody else owns, those of lists included.
     */
    private static Queries logins() {
        String sole = """
                FROM alias a JOIN domain d ON d.name = a.domain JOIN alias_target t ON t.address = a.address
                JOIN mailbox m ON m.address = t.target AND m.active JOIN domain o ON o.name = m.domain AND o.active
                WHERE a.active AND d.active AND substr(a.address, 1, 1) <> '@'
                  AND (SELECT count(*) FROM alias_target c WHERE c.address = a.address) = 1
                """;
        String query = """
                SELECT m.address ACTIVE_MAILBOX AND m.address = '%s'
                UNION SELECT login FROM sender WHERE address = '%s'
                UNION SELECT m.address SOLE AND a.address = '%s'
                UNION SELECT m.address
                  FROM domain d JOIN domain o ON o.name = d.target AND o.active
                  JOIN mailbox m ON m.address = THERE AND m.active
                 WHERE d.name = '%d' AND d.kind = 'alias' AND d.active
                """;
        String keys = """
                SELECT m.address ACTIVE_MAILBOX
                UNION SELECT address FROM sender
                UNION SELECT a.address SOLE
                UNION SELECT substr(m.address, 1, length(m.address) - length(m.domain)) || d.name
                  FROM domain d JOIN domain o ON o.name = d.target AND o.active
                  JOIN mailbox m ON m.domain = d.target AND m.active
                 WHERE d.kind = 'alias' AND d.active
                """;
        return new Queries(fill(query.replace("SOLE", sole)), fill(keys.replace("SOLE", sole)));
    }

    private static String fill(String query) {
        return query.replace("ALIAS_DOMAIN_KEYS", ALIAS_DOMAIN_KEYS)
                .replace("ACTIVE_MAILBOX", ACTIVE_MAILBOX)
                .replace("THERE", THERE);
    }
}
