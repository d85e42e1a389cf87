/**
 * Telling somebody, once, that an account went over its limit: a line in the log, a webhook, a mail by the local sendmail command.
 */
@NullMarked
package io.github.guichet.policyd.notice;

import org.jspecify.annotations.NullMarked;
