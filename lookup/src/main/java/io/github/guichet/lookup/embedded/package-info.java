/**
 * The embedded store: domains, mailboxes, aliases and send-as rights in an SQLite file that guichet's own commands write.
 *
 * <p>The commands use {@link io.github.guichet.lookup.embedded.EmbeddedStore}; the daemon asks the same file through {@code
 * lookup.sql}, with the queries of {@link io.github.guichet.lookup.embedded.EmbeddedQueries}.
 */
@NullMarked
package io.github.guichet.lookup.embedded;

import org.jspecify.annotations.NullMarked;
