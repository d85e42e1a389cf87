package io.github.guichet.lookup.ldap;

/**
 * One search for accounts, in Dovecot's notation: that of passwords, of user records, or of the names of all users.
 *
 * @param name what it is called in logs and reasons, such as {@code user-filter}
 * @param base the search base, may hold variables such as {@code %d}
 * @param scope how far below it to search
 * @param filter the filter, may hold variables in the values of its assertions
 * @param attributes which attributes become which fields, {@code homeDirectory=home,uidNumber=uid}; see {@link
 *     LdapAccountSource}
 */
public record LdapAccountConfig(String name, String base, LdapScope scope, String filter, String attributes) {

    /** Dovecot's default of {@code user_filter} and {@code pass_filter}. */
    public static final String DEFAULT_FILTER = "(&(objectClass=posixAccount)(uid=%u))";

    /** Dovecot's default of {@code user_attrs}. */
    public static final String DEFAULT_USER_ATTRIBUTES = "homeDirectory=home,uidNumber=uid,gidNumber=gid";

    /** Dovecot's default of {@code pass_attrs}. */
    public static final String DEFAULT_PASS_ATTRIBUTES = "uid=user,userPassword=password";

    /** Dovecot's default of {@code iterate_filter}. */
    public static final String DEFAULT_ITERATE_FILTER = "(objectClass=posixAccount)";

    /** Dovecot's default of {@code iterate_attrs}. */
    public static final String DEFAULT_ITERATE_ATTRIBUTES = "uid=user";
}
