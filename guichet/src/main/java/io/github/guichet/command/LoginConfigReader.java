package io.github.guichet.command;

import io.github.guichet.dovecotauth.login.LoginConfig;
import io.github.guichet.dovecotauth.login.MasterUsers;
import io.github.guichet.dovecotauth.login.Throttle;
import io.github.guichet.lookup.Network;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the keys of {@code [dovecot-auth]} that say how log-ins are decided. */
final class LoginConfigReader {

    private static final int MOST_ENTRIES = 10_000_000;

    private final ConfigSection section;
    private final LoginConfig defaults = LoginConfig.DEFAULT;

    LoginConfigReader(ConfigSection section) {
        this.section = section;
    }

    LoginConfig read() {
        LoginConfig config = delays().withVerified(
                        section.duration("verified-life", Duration.ZERO, Duration.ofHours(1))
                                .orElse(defaults.verifiedLife()),
                        section.integer("verified-entries", 1, MOST_ENTRIES).orElse(defaults.verifiedEntries()))
                .withHashing(
                        section.integer("hash-threads", 1, 256).orElse(defaults.hashThreads()),
                        section.integer("hash-queue", 1, 100_000).orElse(defaults.hashQueue()))
                .withStaleLogins(section.bool("stale-logins").orElse(defaults.staleLogins()))
                .withThrottle(throttle());
        return masters(config);
    }

    private LoginConfig delays() {
        Duration failure = section.duration("failure-delay", Duration.ZERO, LoginConfig.LONGEST_DELAY)
                .orElse(defaults.failureDelay());
        Duration longest = section.duration("longest-delay", Duration.ZERO, LoginConfig.LONGEST_DELAY)
                .orElse(defaults.longestDelay());
        if (longest.compareTo(failure) < 0) {
            section.problem("longest-delay", "must not be shorter than failure-delay, from which it grows");
            longest = failure;
        }
        return defaults.withDelays(failure, longest);
    }

    private Throttle throttle() {
        Throttle usual = defaults.throttle();
        return new Throttle(
                section.integer("throttle-after", 1, 100_000).orElse(usual.after()),
                section.duration("throttle-window", Duration.ofSeconds(1), Duration.ofDays(1))
                        .orElse(usual.window()),
                section.duration("known-for", Duration.ZERO, Duration.ofDays(366))
                        .orElse(usual.known()),
                section.integer("throttle-networks", 1, MOST_ENTRIES).orElse(usual.networks()),
                section.integer("ipv4-prefix", 8, 32).orElse(usual.ipv4Prefix()),
                section.integer("ipv6-prefix", 16, 128).orElse(usual.ipv6Prefix()),
                networks("trusted-proxies", usual.trustedProxies()),
                networks("exempt-networks", usual.exempt()));
    }

    private List<Network> networks(String key, List<Network> usual) {
        List<Network> networks = new ArrayList<>();
        for (ConfigText text : section.texts(key)) {
            Optional<Network> network = Network.parse(text.text());
            network.ifPresent(networks::add);
            if (network.isEmpty()) {
                section.problem(
                        text, 0, "must be an address or a network, such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32");
            }
        }
        return section.has(key) ? networks : usual;
    }

    private LoginConfig masters(LoginConfig config) {
        Optional<ConfigText> separator = section.text("master-separator");
        separator
                .filter(s -> s.text().length() != 1)
                .ifPresent(s -> section.problem(s, 0, "must be one character, such as \"*\" in user*master"));
        Optional<ConfigSection> users = section.table("master-users");
        if (separator.isEmpty() && users.isEmpty()) {
            return config;
        }
        Map<String, String> passwords = new LinkedHashMap<>();
        users.ifPresent(u -> u.texts().forEach((name, stored) -> {
            if (!stored.text().startsWith("{")) {
                u.problem(stored, 0, "must be a stored password that begins with its {SCHEME}; see guichet hash");
            } else {
                AccountsReader.unknownScheme(stored.text()).ifPresent(reason -> u.problem(stored, 0, reason));
            }
            passwords.put(name, stored.text());
        }));
        if (passwords.isEmpty()) {
            section.missing("master-users", "is missing or empty: a table of names and stored passwords");
        }
        return config.withMasters(separator.map(ConfigText::text).orElse(""), MasterUsers.of(passwords));
    }
}
