package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthConfig;
import io.github.guichet.dovecotauth.sasl.SaslMechanisms;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code [dovecot-auth]}. */
final class DovecotAuthReader {

    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(2);
    private static final Duration LONGEST_IDLE = Duration.ofDays(7);

    /** User records, and over the dict protocol stored passwords, are not for every user of this host. */
    private static final int OWNER_ONLY = 0600;

    private final ListenReader listen;
    private final DictReader dicts;

    DovecotAuthReader(ListenReader listen, DictReader dicts) {
        this.listen = listen;
        this.dicts = dicts;
    }

    /** The section, if it is there and right. */
    Optional<DovecotAuthSection> read(Optional<ConfigSection> section, Optional<AccountsConfig> accounts) {
        return section.flatMap(s -> read(s, accounts));
    }

    private Optional<DovecotAuthSection> read(ConfigSection section, Optional<AccountsConfig> accounts) {
        List<ListenAddress> client = listen.any(section, "listen-client", ListenAddress.DEFAULT_MODE);
        List<ListenAddress> master = listen.any(section, "listen-master", OWNER_ONLY);
        List<ListenAddress> dict = listen.any(section, "listen-dict", OWNER_ONLY);
        boolean written = section.has("listen-client") || section.has("listen-master") || section.has("listen-dict");
        if (!written) {
            section.missing(
                    "listen-client",
                    "is missing, and so are listen-master and listen-dict: at least one address to listen on, unix:/path or"
                            + " inet:host:port");
        }
        ListenerLimits limits =
                ListenReader.limits(section, DovecotAuthConfig.DEFAULT_LIMITS, SHORTEST_IDLE, LONGEST_IDLE);
        MechanismsReader.Mechanisms mechanisms = MechanismsReader.read(section, accounts);
        boolean securedOnly = section.bool("disable-plaintext-auth").orElse(false);
        Optional<OAuthSection> oauth = OAuthReader.read(section.table("oauth"));
        if (mechanisms.offered().stream().anyMatch(SaslMechanisms::needsTokens) && !section.has("oauth")) {
            section.missing("oauth", "is missing: XOAUTH2 and OAUTHBEARER need to know the keys that sign tokens");
        }
        List<DictConfig> values = dicts.read(section.tables("dict"));
        if (section.has("dict") && !section.has("listen-dict")) {
            section.missing(
                    "listen-dict", "is missing: where Dovecot would write the values of [dovecot-auth.dict.NAME]");
        }
        var login = new LoginConfigReader(section).read();
        if (client.isEmpty() && master.isEmpty() && dict.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DovecotAuthSection(
                new DovecotAuthConfig(client, master, dict, limits),
                mechanisms.offered(),
                mechanisms.unservable(),
                securedOnly,
                oauth,
                values,
                login));
    }
}
