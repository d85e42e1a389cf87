/**
 * Directories: LDAP servers as a source, and the tables of ldap_table(5) on them.
 *
 * <p>A table's behaviour is that of Postfix's dict_ldap(3), oddities included where they change an answer; each oddity is named
 * where it is imitated. The protocol is RFC 4511; filters RFC 4515; LDAP URLs RFC 4516 as OpenLDAP reads them.
 */
@NullMarked
package io.github.guichet.lookup.ldap;

import org.jspecify.annotations.NullMarked;
