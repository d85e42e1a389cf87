/**
 * Dovecot's dict proxy protocol, the server's side, versions 3.2 (Dovecot 2.3) and 4.0 (Dovecot 2.4).
 *
 * <pre>{@code
 * client    = hello *command
 * hello     = "H" major TAB minor TAB type TAB user TAB dict-name LF      ; no answer
 * command   = "L" key [ TAB user ] LF                       -> "O" value | "N" | "F" error
 *           / "I" flags TAB max-rows TAB path [ TAB user ] LF
 *                                                           -> *( "O" key TAB value ) ( "" | "F" error )
 *           / "B" id [ TAB user [ TAB expire-seconds ] ] LF ; begins a transaction
 *           / "S" id TAB key TAB value LF                   ; set
 *           / "U" id TAB key LF                             ; unset
 *           / "A" id TAB key TAB difference LF              ; add to a number
 *           / "T" id TAB seconds TAB nanoseconds LF         ; when it happened
 *           / "V" id TAB hide LF                            ; whether values may stand in a log; they never do here
 *           / "C" id LF                                     -> "O" id | "N" id | "F" id TAB error | "W" id TAB error
 *           / "D" id LF                                     -> the same with an "A" in front
 *           / "R" id LF                                     ; roll back
 * }</pre>
 *
 * <p>The letter stands right before its first field. Answers come in the order of the questions. Example, {@code >} from Dovecot:
 *
 * <pre>{@code
 * > H3<TAB>2<TAB>0<TAB><TAB>guichet
 * > Lshared/userdb/alice<TAB>alice
 * < O{"uid":"1000","gid":"8","home":"/srv/mail/alice"}
 * }</pre>
 *
 * <p>Keys: {@code shared/passdb/USER[/SERVICE[/CLIENT-IP]]} and {@code shared/userdb/USER[/SERVICE[/CLIENT-IP]]} are accounts;
 * Dovecot puts {@code shared/} in front by itself. All other keys belong to the configured stores.
 */
@NullMarked
package io.github.guichet.dovecotauth.dict;

import org.jspecify.annotations.NullMarked;
