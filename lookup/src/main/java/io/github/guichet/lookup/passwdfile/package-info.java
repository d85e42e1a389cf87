/**
 * Accounts in a file in the format of passwd(5), as Dovecot's passdb and userdb {@code passwd-file} read it.
 *
 * <pre>
 * alice@example.com:{SHA512-CRYPT}$6$…:5000:5000::/srv/vmail/alice::userdb_quota_rule=*:storage=1G nologin
 * user : password [: uid : gid [: (gecos) : home [: (shell) [: fields with spaces between ]]]]
 * bob:$1$…                                     can log in, but has no user record
 * carol:1a1dc9…[34]                            libpam-pwdfile's way to write {PLAIN-MD5}; [13] is {CRYPT}, [56] {DIGEST-MD5}
 * </pre>
 *
 * <p>Lines that are empty, or begin with {@code #} or {@code :}, are nothing. Of two lines for a user the first counts. Uid and
 * gid are numbers or names of this host. A field's value may hold variables of the request; a percent sign is {@code %%}.
 *
 * <p>Source: Dovecot's manual, "Passwd-file", and {@code db-passwd-file.c} of 2.3.
 */
@NullMarked
package io.github.guichet.lookup.passwdfile;

import org.jspecify.annotations.NullMarked;
