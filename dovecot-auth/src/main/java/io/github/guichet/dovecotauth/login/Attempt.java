package io.github.guichet.dovecotauth.login;

import java.util.Optional;

/**
 * One attempt on its way.
 *
 * @param shown the name for logs and peers: normalised if it can exist, else as the client wrote it
 * @param network for which its failure counts; empty if for none
 */
record Attempt(LoginRequest request, String shown, Optional<String> network) {}
