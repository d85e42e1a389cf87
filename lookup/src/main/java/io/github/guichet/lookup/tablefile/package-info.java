/**
 * Table files that Postfix already has: mysql_table(5), pgsql_table(5), sqlite_table(5) and ldap_table(5) files are read
 * unchanged and become the same records that the native configuration makes.
 */
@NullMarked
package io.github.guichet.lookup.tablefile;

import org.jspecify.annotations.NullMarked;
