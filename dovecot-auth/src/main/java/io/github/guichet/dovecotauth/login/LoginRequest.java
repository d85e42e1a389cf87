package io.github.guichet.dovecotauth.login;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One attempt to log in, as the peer describes it.
 *
 * @param mechanism the SASL mechanism, in upper case; empty for questions that no mechanism is behind
 * @param facts what the peer says, by the long names of Dovecot's variables: {@code service}, {@code lip}, {@code rip},
 *     {@code lport}, {@code rport}, {@code real_lip} …, {@code local_name}, {@code session}, {@code secured} (empty value, or
 *     {@code tls}; absent on a plain connection), {@code cert} ({@code valid} if the peer vouches for the client's
 *     certificate), {@code cert_username}, {@code client_id}, {@code no-penalty}. What it does not say is not there
 */
public record LoginRequest(String mechanism, Map<String, String> facts) {

    /** The fact that says what the log calls the attempt: the number of a connection and its own number there. */
    public static final String NAME = "request";

    /** Keeps a copy. */
    public LoginRequest {
        facts = Map.copyOf(facts);
    }

    /** A fact, or an empty text. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** The service: {@code smtp}, {@code imap}, {@code pop3}, {@code sieve}, {@code lmtp}, {@code doveadm} … or empty. */
    public String service() {
        return fact("service");
    }

    /** The address of the client, or empty. */
    public String remoteIp() {
        return fact("rip");
    }

    /** Whether the connection to the client is encrypted, or local so that nobody can listen. */
    public boolean secured() {
        return facts.containsKey("secured");
    }

    /** The same attempt with one more fact. */
    public LoginRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new LoginRequest(mechanism, more);
    }
}
