/**
 * Lines as Dovecot's three protocols write them.
 *
 * <pre>{@code
 * line    = field *( TAB field ) [ CR ] LF         ; the CR comes from doveadm and lmtp 2.4.2 to 2.4.4
 * field   = *( byte / escape )
 * escape  = %x01 ( "0" / "1" / "t" / "r" / "n" / byte )
 *           ; NUL, 0x01, TAB, CR, LF; 0x01 and any other byte is that byte
 * }</pre>
 *
 * <p>Example: {@code USER<TAB>7<TAB>alice<TAB>service=lmtp<CR><LF>}
 *
 * <p>Bytes that are not UTF-8 are read as U+FFFD, which no user name may hold.
 */
@NullMarked
package io.github.guichet.dovecotauth.wire;

import org.jspecify.annotations.NullMarked;
