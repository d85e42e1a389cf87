/** Decides log-ins: names, passwords, states of accounts, brute force. Knows no wire; every protocol and mechanism asks {@link io.github.guichet.dovecotauth.login.Login}. */
@NullMarked
package io.github.guichet.dovecotauth.login;

import org.jspecify.annotations.NullMarked;
