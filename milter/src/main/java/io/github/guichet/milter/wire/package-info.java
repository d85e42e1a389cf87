/**
 * The wire of the milter protocol, as Postfix and sendmail speak it to a filter, versions 2 to 6 (libmilter's mfdef.h and mfapi.h;
 * Postfix's milter8.c).
 *
 * <pre>
 * packet  = length command data       length: uint32, of command and data; command: one byte; all numbers big-endian
 * string  = *byte NUL
 * options = "O" version actions steps *(stage string)     uint32 each; first said by the MTA, then by the filter, who alone
 *                                                         may add which macros it wants: names separated by blanks
 * macros  = "D" command *(name value)                     name, value: string; names of several letters in braces. No answer
 * event   = "C" host family [port address]                family: "4", "6", "L", "U"; port: uint16
 *         / "H" name / "M" address *argument / "R" address *argument / "T" / "U" line
 *         / "L" name value / "N" / "B" *byte / "E" *byte
 * other   = "A" / "Q" / "K"                               abort, quit, quit and new connection. No answer
 * answer  = "c" / "a" / "r" / "t" / "d" / "s" / "4" / "y" text       text: string, as in SMTP, with "%" doubled
 * to "E"  = *(change / "p") answer
 * change  = "h" name value / "i" index name value / "m" index name value / "+" address / "2" address arguments
 *         / "-" address / "e" address [arguments] / "b" *byte / "q" reason
 * </pre>
 *
 * An event is answered unless the filter said in its options that it will not. A literal example, of a filter that wants to know who
 * logged in, and the fields of the header without answering each; {@code M} is the MTA, {@code F} the filter:
 *
 * <pre>
 * M: 0000000d O 00000006 000001ff 001fffff
 * F: 00000061 O 00000006 00000110 000003df  00000000 "{none}" ... 00000005 "{auth_authen}" 00000006 "{none}"
 * M: 0000001a L From\0Ann &lt;ann@example.org&gt;\0
 * M: 00000018 D E {auth_authen}\0ann\0
 * M: 00000001 E
 * F: 0000000f h X-Seen\0 by us\0
 * F: 00000001 c
 * M: 00000001 A
 * M: 00000001 Q
 * </pre>
 */
@NullMarked
package io.github.guichet.milter.wire;

import org.jspecify.annotations.NullMarked;
