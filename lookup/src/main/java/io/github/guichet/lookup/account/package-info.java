/**
 * Accounts: who may log in with which password (Dovecot's passdb), and where the mail of an account lies and under which uid
 * (Dovecot's userdb).
 *
 * <p>Each place that knows accounts is an {@link io.github.guichet.lookup.account.AccountSource}; in front of each stands an
 * {@link io.github.guichet.lookup.account.AccountTable}, which is the cache. Field names are Dovecot's own.
 */
@NullMarked
package io.github.guichet.lookup.account;

import org.jspecify.annotations.NullMarked;
