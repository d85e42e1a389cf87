/** Password schemes of Dovecot: verifying and making stored passwords. */
@NullMarked
package io.github.guichet.dovecotauth.scheme;

import org.jspecify.annotations.NullMarked;
