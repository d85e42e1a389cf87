/** Until when certificates are valid, for those who watch. Judges none. */
@NullMarked
package io.github.guichet.lookup.certificate;

import org.jspecify.annotations.NullMarked;
