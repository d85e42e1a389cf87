/** A message as far as a filter needs it: header fields with their raw bytes, order and index, and the addresses in them. */
@NullMarked
package io.github.guichet.milter.message;

import org.jspecify.annotations.NullMarked;
