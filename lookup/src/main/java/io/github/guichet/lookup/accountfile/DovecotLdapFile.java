package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapSourceConfig;

/**
 * What a {@code dovecot-ldap.conf.ext} says.
 *
 * @param source the directory
 * @param passwords how a password is checked
 * @param users the search for a user record
 * @param list the search for the names of all users
 * @param defaultScheme the scheme of a stored password that names none, such as {@code CRYPT}
 */
public record DovecotLdapFile(
        LdapSourceConfig source,
        LdapPasswords passwords,
        LdapAccountConfig users,
        LdapAccountConfig list,
        String defaultScheme) {}
