package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.Lockout;
import java.util.Optional;

/**
 * One attempt on its way.
 *
 * @param shown the name for logs and peers: normalised if it can exist, else as the client wrote it
 * @param network for which its failure counts; empty if for none
 * @param lockout the account, as far as its name tells which one it is, is locked: nothing lets it in, and that nobody can say
 *     whether the password is right is no reason to try again later
 */
record Attempt(LoginRequest request, String shown, Optional<String> network, Optional<Lockout> lockout) {}
