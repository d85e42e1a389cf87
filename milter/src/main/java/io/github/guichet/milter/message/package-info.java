/**
 * A message as far as a filter needs it: header fields with their raw bytes, order and index, and the addresses in them.
 *
 * <p>A field of addresses is read once, strictly (RFC 5322, 2047, 6532 and 6854). If it is written as it has to be, its mailboxes are what
 * every reader sees. If it is not, nobody can say what a reader makes of it, so it is looked at in all the ways in which readers are known to
 * err: of {@code <ceo@bank.example(x)> <me@own.example>} both addresses have to be the sender's.
 */
@NullMarked
package io.github.guichet.milter.message;

import org.jspecify.annotations.NullMarked;
