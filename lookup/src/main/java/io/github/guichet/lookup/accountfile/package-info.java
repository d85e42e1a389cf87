/**
 * Dovecot's own files of accounts: {@code dovecot-ldap.conf.ext} and {@code dovecot-sql.conf.ext} as Dovecot 2.3 reads them, and
 * what they say as the records that the native configuration makes too.
 */
@NullMarked
package io.github.guichet.lookup.accountfile;

import org.jspecify.annotations.NullMarked;
