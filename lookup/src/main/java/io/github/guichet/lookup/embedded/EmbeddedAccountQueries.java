package io.github.guichet.lookup.embedded;

/**
 * What the embedded store is asked about accounts, in the notation of Dovecot's {@code dovecot-sql.conf.ext}. An address in an
 * alias domain is the mailbox of the same name in the domain that it stands for, and that is the user's name from then on.
 */
public final class EmbeddedAccountQueries {

    /** The mailbox that the user name means, and whether its domain and the alias domain that led there are in use. */
    private static final String WHO = """
            FROM (
              SELECT m.*, d.active AS domain_active
                FROM mailbox m JOIN domain d ON d.name = m.domain AND d.kind = 'mailbox'
               WHERE m.address = '%u'
              UNION ALL
              SELECT m.*, d.active AND a.active
                FROM domain a JOIN domain d ON d.name = a.target AND d.kind = 'mailbox'
                JOIN mailbox m ON m.address = substr('%u', 1, length('%u') - length('%{domain_last}')) || d.name
               WHERE a.name = '%{domain_last}' AND a.kind = 'alias'
            ) w
            """;

    private static final String STATE = "w.active AS active, w.domain_active AS domain_active,"
            + " w.smtp_active AS smtp_active, w.imap_active AS imap_active, w.pop3_active AS pop3_active,"
            + " w.sieve_active AS sieve_active,"
            + " CASE WHEN w.proxy_host IS NOT NULL THEN 'y' END AS proxy, w.proxy_host AS host, w.proxy_port AS port";

    /**
     * A row for the mailbox's own password, also when it has none, because other mechanisms need no password; and one for each
     * application password, which does not expire.
     */
    public static final String PASSWORD_QUERY =
            "SELECT w.address AS user, w.password AS password, NULL AS app_password,"
                    + " w.password_expiry AS password_expiry, " + STATE + " " + WHO
                    + " UNION ALL SELECT w.address, p.password, p.name, NULL, " + STATE + " " + WHO
                    + " JOIN app_password p ON p.address = w.address";

    /** The user record. Without a home, a uid or a gid of its own a mailbox has those of all. Each Dovecot ignores the other's quota. */
    public static final String USER_QUERY = "SELECT w.address AS user, w.home AS home, w.uid AS uid, w.gid AS gid,"
            + " CASE WHEN w.quota > 0 THEN '*:bytes=' || w.quota END AS quota_rule," // Dovecot 2.3
            + " CASE WHEN w.quota > 0 THEN w.quota END AS quota_storage_size " + WHO // 2.4
            + " WHERE w.active AND w.domain_active";

    /** All mailboxes that are in use. */
    public static final String ITERATE_QUERY =
            "SELECT m.address AS user FROM mailbox m JOIN domain d ON d.name = m.domain"
                    + " WHERE m.active AND d.active AND d.kind = 'mailbox' ORDER BY m.address";

    private EmbeddedAccountQueries() {}
}
