/**
 * How the keys of a main.cf parameter are searched. Postfix asks a socketmap only the complete key, not folded; for any
 * other table it folds the key and goes on to partial keys. {@link io.github.guichet.lookup.key.KeyRules} does here what
 * Postfix would do with such a table, parameter by parameter.
 */
@NullMarked
package io.github.guichet.lookup.key;

import org.jspecify.annotations.NullMarked;
