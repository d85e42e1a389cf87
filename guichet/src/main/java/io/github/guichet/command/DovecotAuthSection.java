package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthConfig;
import io.github.guichet.dovecotauth.login.LoginConfig;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code [dovecot-auth]}.
 *
 * @param daemon where it listens
 * @param mechanisms the SASL mechanisms in the order in which they are offered, in upper case; those that these accounts cannot
 *     serve are not among them
 * @param unservable mechanisms that are written and not offered, because no bare password of these accounts could serve them
 * @param securedOnly whether a password in the clear is taken only over TLS or from this host
 * @param oauth which access tokens are good; there if a mechanism needs it
 * @param dicts where values go that Dovecot writes by key
 * @param login how log-ins are decided
 */
public record DovecotAuthSection(
        DovecotAuthConfig daemon,
        List<String> mechanisms,
        List<String> unservable,
        boolean securedOnly,
        Optional<OAuthSection> oauth,
        List<DictConfig> dicts,
        LoginConfig login) {

    /** Keeps copies. */
    public DovecotAuthSection {
        mechanisms = List.copyOf(mechanisms);
        unservable = List.copyOf(unservable);
        dicts = List.copyOf(dicts);
    }
}
