/**
 * A milter: what the header of a message says of its sender belongs to who logged in. The MTA reports a message by the protocol of
 * Sendmail's libmilter; the answer is a verdict and changes of the message.
 */
@NullMarked
package io.github.guichet.milter;

import org.jspecify.annotations.NullMarked;
