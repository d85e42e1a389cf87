/** SASL mechanisms as state machines: bytes in, a step out. They know no wire and no account. */
@NullMarked
package io.github.guichet.dovecotauth.sasl;

import org.jspecify.annotations.NullMarked;
