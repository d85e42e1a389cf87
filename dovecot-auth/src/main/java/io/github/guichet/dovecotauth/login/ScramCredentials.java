package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.scheme.ScramSecret;

/** The answer to a mechanism that asks what it needs for SCRAM. */
public sealed interface ScramCredentials {

    /**
     * What to go on with. For a user who does not exist these are made up, always the same for the same name, and no proof
     * fits them; so a client cannot learn who exists.
     */
    record Known(ScramSecret secret) implements ScramCredentials {}

    /** It ends here: the account is locked, and nobody can say what its secret is. */
    record Refused(LoginResult result) implements ScramCredentials {}

    /** Nobody could say. */
    record Unavailable(String reason) implements ScramCredentials {}
}
