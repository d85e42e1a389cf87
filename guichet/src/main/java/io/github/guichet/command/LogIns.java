package io.github.guichet.command;

import io.github.guichet.dovecotauth.client.ClientConfig;
import io.github.guichet.dovecotauth.login.AuthObserver;
import io.github.guichet.dovecotauth.login.Authenticator;
import io.github.guichet.dovecotauth.oauth.JwtTokenCheck;
import io.github.guichet.dovecotauth.oauth.TokenCheck;
import io.github.guichet.dovecotauth.sasl.OAuthHints;
import io.github.guichet.dovecotauth.sasl.SaslMechanism;
import io.github.guichet.dovecotauth.sasl.SaslMechanisms;
import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.SchemeLimits;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.account.Lockouts;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What log-ins are decided with.
 *
 * @param section its configuration
 * @param authenticator decides
 * @param tokens checks access tokens
 */
record LogIns(DovecotAuthSection section, Authenticator authenticator, Optional<JwtTokenCheck> tokens) {

    private static final Logger LOG = LoggerFactory.getLogger(LogIns.class);

    /**
     * Opens them.
     *
     * @param before what they take the place of; its memory of guesses is gone on with
     * @param sameAccounts whether the users are the same
     */
    static LogIns open(
            DovecotAuthSection section,
            Accounts accounts,
            AuthObserver observer,
            Lockouts lockouts,
            Optional<LogIns> before,
            boolean sameAccounts) {
        for (String mechanism : section.unservable()) {
            LOG.warn("dovecot-auth: {}", unservable(mechanism, accounts.defaultScheme()));
        }
        Authenticator authenticator = before.map(old -> new Authenticator(
                        accounts, schemes(), section.login(), observer, lockouts, old.authenticator(), sameAccounts))
                .orElseGet(() -> new Authenticator(accounts, schemes(), section.login(), observer, lockouts));
        return new LogIns(section, authenticator, section.oauth().map(o -> new JwtTokenCheck(o.config())));
    }

    /**
     * The mechanisms to offer.
     *
     * @param current checks tokens by what the configuration says at that time
     */
    List<SaslMechanism> mechanisms(TokenCheck current) {
        return new SaslMechanisms(
                        tokens.map(there -> current),
                        section.oauth().map(OAuthSection::hints).orElse(OAuthHints.NONE))
                .mechanisms(section.mechanisms());
    }

    /** How clients are served. */
    ClientConfig clients() {
        return ClientConfig.DEFAULT.withPlaintextOnlySecured(section.securedOnly());
    }

    /** All schemes, within what this process can afford. */
    static PasswordSchemes schemes() {
        return PasswordSchemes.create(SchemeLimits.forHeap(Runtime.getRuntime().maxMemory()));
    }

    /** Why a mechanism is not offered. */
    static String unservable(String mechanism, String defaultScheme) {
        return mechanism + " is not offered: passwords without a scheme are " + defaultScheme
                + " here, which cannot serve it; if all are stored as {PLAIN} or {" + mechanism
                + "}, say so with accounts.default-scheme";
    }

    /** Stops its threads. */
    void close() {
        tokens.ifPresent(JwtTokenCheck::close);
        authenticator.close();
    }
}
