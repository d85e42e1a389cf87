package io.github.guichet.lookup.condition;

/** What is known of a session, a message or a recipient when a rule is asked. Used by one thread at a time. */
@FunctionalInterface
public interface Facts {

    /**
     * A fact by the name of Postfix's policy attribute (access policy delegation, SMTPD_POLICY_README): {@code sasl_username},
     * {@code sender}, {@code client_address} and so on.
     *
     * @return decoded leniently; empty if it is unknown, because Postfix does not tell these two apart either
     */
    String fact(String name);
}
