/** JSON as guichet writes it. */
@NullMarked
package io.github.guichet.json;

import org.jspecify.annotations.NullMarked;
