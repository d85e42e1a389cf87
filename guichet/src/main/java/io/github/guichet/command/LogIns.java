package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthDaemon;
import io.github.guichet.dovecotauth.client.ClientConfig;
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
import io.github.guichet.lookup.dict.DictStore;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log-in daemon with what it decides with.
 *
 * @param daemon listens
 * @param authenticator decides
 * @param tokens checks access tokens
 */
record LogIns(DovecotAuthDaemon daemon, Authenticator authenticator, Optional<JwtTokenCheck> tokens) {

    private static final Logger LOG = LoggerFactory.getLogger(LogIns.class);

    /** What it shares with the other daemons of the process. */
    record Surroundings(
            EventLoops loops, DaemonMetrics daemonMetrics, PrometheusRegistry registry, Lockouts lockouts) {}

    /**
     * Starts.
     *
     * @param dicts take what Dovecot writes by key
     * @throws ListenException when an address cannot be bound; nothing runs then
     */
    static LogIns start(DovecotAuthSection section, Accounts accounts, List<DictStore> dicts, Surroundings shared)
            throws ListenException {
        for (String mechanism : section.unservable()) {
            LOG.warn("dovecot-auth: {}", unservable(mechanism, accounts.defaultScheme()));
        }
        Authenticator authenticator = new Authenticator(
                accounts,
                schemes(),
                section.login(),
                new AuthMetrics(shared.registry(), section.mechanisms()),
                shared.lockouts());
        Optional<JwtTokenCheck> tokens = section.oauth().map(o -> new JwtTokenCheck(o.config()));
        List<SaslMechanism> mechanisms = new SaslMechanisms(
                        tokens.map(TokenCheck.class::cast),
                        section.oauth().map(OAuthSection::hints).orElse(OAuthHints.NONE))
                .mechanisms(section.mechanisms());
        try {
            DovecotAuthDaemon daemon = DovecotAuthDaemon.start(
                    section.daemon(),
                    ClientConfig.DEFAULT.withPlaintextOnlySecured(section.securedOnly()),
                    new DovecotAuthDaemon.Answers(mechanisms, authenticator, authenticator, dicts),
                    shared.loops(),
                    shared.daemonMetrics());
            return new LogIns(daemon, authenticator, tokens);
        } catch (ListenException | RuntimeException e) {
            tokens.ifPresent(JwtTokenCheck::close);
            authenticator.close();
            throw e;
        }
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

    /** Answers what was asked, then stops. Blocks. */
    void stop() throws Exception {
        try {
            daemon.stop().get(Daemons.LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } finally {
            tokens.ifPresent(JwtTokenCheck::close);
            authenticator.close();
        }
    }
}
