/**
 * Dovecot's auth client protocol, major version 1, server side: what Postfix ({@code smtpd_sasl_type = dovecot}), Exim, and the
 * login processes of Dovecot 2.3 and 2.4 speak. Lines, fields and escapes are those of {@code dovecotauth.wire}.
 *
 * <pre>{@code
 * server    = "VERSION" 1 minor
 *             1*( "MECH" name *property )       ; before SPID: Postfix tells by this that it has not got a master socket
 *             "SPID" number "CUID" number "COOKIE" 32HEXDIG
 *             "DONE"                            ; all of it as soon as the connection is open
 *             *( "CONT" id base64               ; a challenge
 *              / "OK" id "user=" name *field
 *              / "FAIL" id [ "user=" name ] [ "code=" code ] [ "reason=" text ]
 *              / "CANCELLED" id )               ; to minor >= 4
 *
 * client    = "VERSION" 1 minor "CPID" number
 *             *( "AUTH" id mechanism ( "service=" / "protocol=" ) name *parameter [ "resp=" base64 ]
 *              / "CONT" id ( base64 / "#" ) *field
 *              / "CANCEL" id )
 *
 * minor     ; 0 Postfix, Exim; 2 Dovecot 2.3; 3, 4 Dovecot 2.4
 * id        ; 1 to 2^32 - 1, not that of an open request
 * code      = "user_disabled" / "pass_expired" / "authz_fail" / "temp_fail" / "invalid_base64"
 *           / "auth_mech_invalid" / "auth_mech_ssl_required"
 * }</pre>
 *
 * An example with Postfix, fields apart by TAB:
 *
 * <pre>
 * S: VERSION 1 2
 * S: MECH PLAIN plaintext
 * S: MECH LOGIN plaintext
 * S: SPID 4711
 * S: CUID 1
 * S: COOKIE 00112233445566778899aabbccddeeff
 * S: DONE
 * C: VERSION 1 0
 * C: CPID 30487
 * C: AUTH 1 PLAIN service=smtp nologin lip=127.0.0.1 rip=127.0.0.1 resp=AGFsaWNlAGdvb2Q=
 * S: OK 1 user=alice
 * C: AUTH 2 LOGIN service=smtp nologin lip=127.0.0.1 rip=127.0.0.1
 * S: CONT 2 VXNlcm5hbWU6
 * C: CONT 2 YWxpY2U=
 * S: CONT 2 UGFzc3dvcmQ6
 * C: CONT 2 YmFk
 * S: FAIL 2 user=alice
 * </pre>
 *
 * <p>Every AUTH and every CONT is answered by one line, in any order, unless its request is cancelled before; then
 * {@code CANCELLED} is the answer, to clients that know it. A request that waited 150 s for its client is forgotten, and the CONT
 * that comes after all is answered {@code FAIL}, as Dovecot does it.
 *
 * <p>When nobody can say whether a password is right, Dovecot is answered {@code code=temp_fail}. To Postfix and Exim every FAIL
 * is final, so their connection is closed: Postfix then says 454.
 *
 * <p>A broken line (a number that is open already or 0, something after {@code resp=}, no service, more than 16384 bytes) closes
 * the connection, as Dovecot's own server does: the two sides no longer agree about what is asked.
 */
@NullMarked
package io.github.guichet.dovecotauth.client;

import org.jspecify.annotations.NullMarked;
