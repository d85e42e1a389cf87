/**
 * When a rule applies: conditions on the facts of a session or message, which have the names of Postfix's policy attributes.
 */
@NullMarked
package io.github.guichet.lookup.condition;

import org.jspecify.annotations.NullMarked;
