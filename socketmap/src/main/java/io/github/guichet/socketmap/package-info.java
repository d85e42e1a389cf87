/** Postfix's socketmap protocol. */
@NullMarked
package io.github.guichet.socketmap;

import org.jspecify.annotations.NullMarked;
