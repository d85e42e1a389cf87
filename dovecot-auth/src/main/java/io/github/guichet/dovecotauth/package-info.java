/**
 * Log-ins: the daemon that is the auth service of Dovecot and the SASL service of Postfix.
 *
 * <pre>
 * wire     lines, fields and escapes that all three protocols share
 * client   auth client protocol: Postfix, Exim, Dovecot's login processes        -> sasl
 * master   auth master protocol: imap, lmtp, doveadm                             -> login
 * dict     dict proxy protocol                                                   -> login
 * sasl     the mechanisms                                                        -> login
 * login    who gets in                                                           -> scheme, lookup.account
 * scheme   stored passwords
 * </pre>
 */
@NullMarked
package io.github.guichet.dovecotauth;

import org.jspecify.annotations.NullMarked;
