/**
 * What is asked and who answers: tables, sources, the cache, and the rules by which a key is searched.
 *
 * <p>Every question in guichet ends in an {@link io.github.guichet.lookup.Answer}: found, not found, or unavailable. This
 * package and the ones below it know no wire protocol and no Netty; {@code sql}, {@code ldap}, {@code embedded} and
 * {@code file} are the places that answer, {@code template} is the notation of mysql_table(5) and ldap_table(5), {@code
 * tablefile} reads table files that Postfix already has, and {@code key} holds the search rules of main.cf parameters.
 */
@NullMarked
package io.github.guichet.lookup;

import org.jspecify.annotations.NullMarked;
