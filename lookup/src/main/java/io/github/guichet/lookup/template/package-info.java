/**
 * The notation of mysql_table(5) and ldap_table(5): {@code %s %u %d %1..%9 %S %U %D %%} in queries and in result formats.
 *
 * <pre>
 * query  = "SELECT goto FROM alias WHERE address='%u@%d'"     key  a@b.example  ->  %u = a, %d = b.example
 * result = "%s/mailbox/"                                      value /srv/a      ->  /srv/a/mailbox/
 * </pre>
 *
 * <p>The behaviour is that of Postfix's db_common(3): a part that the key does not have suppresses the query, and the parts
 * which the result format wants of the key count as wanted by the query too.
 */
@NullMarked
package io.github.guichet.lookup.template;

import org.jspecify.annotations.NullMarked;
