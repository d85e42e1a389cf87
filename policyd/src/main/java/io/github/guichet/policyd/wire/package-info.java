/**
 * The wire of Postfix's policy delegation (SMTPD_POLICY_README; attr_print_plain.c, attr_scan_plain.c).
 *
 * <pre>
 * request   = 1*attribute LF          one at a time on a connection
 * attribute = name "=" value LF       split at the first "="; no name holds "=", no value NUL or LF
 * reply     = "action=" action LF LF
 * </pre>
 *
 * A literal example:
 *
 * <pre>
 * C: request=smtpd_access_policy\nprotocol_state=RCPT\nsender=a@example.org\nrecipient=b@example.net\nsasl_username=a\n\n
 * S: action=DUNNO\n\n
 * </pre>
 */
@NullMarked
package io.github.guichet.policyd.wire;

import org.jspecify.annotations.NullMarked;
