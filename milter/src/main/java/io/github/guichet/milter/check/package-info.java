/** What a rule of the milter can look at, or change. */
@NullMarked
package io.github.guichet.milter.check;

import org.jspecify.annotations.NullMarked;
