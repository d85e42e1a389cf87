package io.github.guichet.lookup.ldap;

/** How a directory helps to check a password. */
public sealed interface LdapPasswords {

    /**
     * The entry holds the password, hashed or not, and we may read it.
     *
     * @param search finds the entry
     */
    record Stored(LdapAccountConfig search) implements LdapPasswords {}

    /**
     * The entry is searched for, then its DN and the password are tried in a bind.
     *
     * @param search finds the entry; a password among its attributes is not asked for
     */
    record BindAfterSearch(LdapAccountConfig search) implements LdapPasswords {}

    /**
     * A DN made of the user name and the password are tried in a bind, without a search.
     *
     * @param dnTemplate such as {@code uid=%u,ou=mail,dc=example,dc=org}
     */
    record BindAs(String dnTemplate) implements LdapPasswords {}
}
