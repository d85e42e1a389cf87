/** The rules of a filter: what is known of a message, what a check says of it, what is done then. */
@NullMarked
package io.github.guichet.milter.rule;

import org.jspecify.annotations.NullMarked;
