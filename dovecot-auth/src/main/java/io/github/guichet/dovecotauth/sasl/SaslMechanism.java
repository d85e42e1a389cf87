package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import java.util.List;

/** One SASL mechanism. Safe for use by many threads. */
public interface SaslMechanism {

    /** Its registered name, in upper case. */
    String name();

    /** The words of its MECH line: {@code plaintext}, {@code dictionary}, {@code active}, {@code mutual-auth} … */
    List<String> properties();

    /** Whether the password crosses the wire as it is. */
    default boolean plaintext() {
        return properties().contains("plaintext");
    }

    /** Begins an exchange. */
    SaslExchange begin(LoginRequest request, Login login);
}
