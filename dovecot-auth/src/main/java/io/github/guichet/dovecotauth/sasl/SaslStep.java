package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.LoginResult;

/** What a mechanism wants next. The arrays are not copied. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface SaslStep {

    /** The client is to answer this; may be empty. */
    record Challenge(byte[] data) implements SaslStep {}

    /**
     * It is over.
     *
     * @param additional data that belongs to success, such as SCRAM's server signature; empty if none. A peer that cannot carry
     *     it with the success gets it as a last challenge, which the client answers with nothing
     */
    record Done(LoginResult result, byte[] additional) implements SaslStep {}
}
