/**
 * Dovecot's auth master protocol, the server's side: what imap, pop3, lmtp, doveadm and the other mail processes ask.
 *
 * <pre>{@code
 * server    = version spid *reply
 * client    = version *command                      ; the first command may come before the server's lines are read
 * version   = "VERSION" TAB "1" TAB minor LF
 * spid      = "SPID" TAB number LF                  ; the same as on the client sockets
 * command   = "USER" TAB id TAB name params LF      -> USER id name fields | NOTFOUND id | FAIL id [reason=...]
 *           / "PASS" TAB id TAB name params LF      -> PASS id user=name fields | NOTFOUND id | FAIL id [reason=...]
 *           / "LIST" TAB id params LF               -> *( LIST id name ) DONE id ( "" / "fail" )
 *           / "CACHE-FLUSH" TAB id *( TAB name ) LF -> OK id count
 *           / "REQUEST" TAB id TAB client-pid TAB client-id TAB cookie params LF
 *                                                   -> USER id name fields | NOTFOUND id | FAIL id
 * params    = *( TAB name [ "=" value ] )           ; service= (2.3) or protocol= (2.4) must be there for USER and PASS
 * }</pre>
 *
 * <p>Example, {@code >} from the client:
 *
 * <pre>{@code
 * < VERSION<TAB>1<TAB>1
 * < SPID<TAB>4711
 * > VERSION<TAB>1<TAB>0
 * > USER<TAB>1<TAB>alice<TAB>service=lmtp
 * < USER<TAB>1<TAB>alice<TAB>uid=1000<TAB>gid=8<TAB>home=/srv/mail/alice
 * > REQUEST<TAB>2<TAB>25464<TAB>1<TAB>00112233445566778899aabbccddeeff<TAB>session_pid=25482
 * < USER<TAB>2<TAB>alice<TAB>uid=1000<TAB>gid=8<TAB>home=/srv/mail/alice<TAB>auth_mech=PLAIN
 * }</pre>
 *
 * <p>"Unavailable" is FAIL, which every asker takes for a temporary failure; NOTFOUND means that there is no such user.
 */
@NullMarked
package io.github.guichet.dovecotauth.master;

import org.jspecify.annotations.NullMarked;
