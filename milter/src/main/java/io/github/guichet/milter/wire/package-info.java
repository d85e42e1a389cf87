/** The bytes of the milter protocol. */
@NullMarked
package io.github.guichet.milter.wire;

import org.jspecify.annotations.NullMarked;
