package io.github.guichet.command;

import io.github.guichet.lookup.ldap.LdapBind;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.ldap.LdapServer;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.ldap.LdapTls;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a source of type {@code ldap}. */
final class LdapSourceReader {

    private static final Map<String, LdapScope> SCOPES = scopes();
    private static final Map<String, LdapTls.Verify> VERIFY = verify();
    private static final Map<String, LdapSourceConfig.Dereference> DEREFERENCE = dereference();

    private LdapSourceReader() {}

    private static Map<String, LdapScope> scopes() {
        Map<String, LdapScope> scopes = new LinkedHashMap<>();
        scopes.put("sub", LdapScope.SUB);
        scopes.put("one", LdapScope.ONE);
        scopes.put("base", LdapScope.BASE);
        return scopes;
    }

    private static Map<String, LdapTls.Verify> verify() {
        Map<String, LdapTls.Verify> words = new LinkedHashMap<>();
        words.put("full", LdapTls.Verify.FULL);
        words.put("chain", LdapTls.Verify.CHAIN);
        words.put("none", LdapTls.Verify.NONE);
        return words;
    }

    private static Map<String, LdapSourceConfig.Dereference> dereference() {
        Map<String, LdapSourceConfig.Dereference> words = new LinkedHashMap<>();
        words.put("never", LdapSourceConfig.Dereference.NEVER);
        words.put("searching", LdapSourceConfig.Dereference.SEARCHING);
        words.put("finding", LdapSourceConfig.Dereference.FINDING);
        words.put("always", LdapSourceConfig.Dereference.ALWAYS);
        return words;
    }

    static Optional<LdapScope> scope(ConfigSection section) {
        return section.choice("scope", SCOPES);
    }

    static Optional<SourceConfig> read(ConfigSection section) {
        List<LdapServer> servers = servers(section);
        Optional<Boolean> startTls = section.bool("start-tls");
        LdapTls tls = new LdapTls(
                section.choice("tls-verify", VERIFY).orElse(LdapTls.Verify.FULL),
                SqlSourceReader.file(section, "ca-file"),
                section.path("ca-directory"),
                SqlSourceReader.file(section, "certificate-file"),
                SqlSourceReader.file(section, "key-file"));
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            section.problem(
                    tls.key().isPresent() ? "key-file" : "certificate-file",
                    "certificate-file and key-file are given together or not at all");
        }
        LdapBind bind = bind(section);
        Optional<String> base = section.string("base");
        LdapScope scope = scope(section).orElse(LdapScope.SUB);
        LdapSourceConfig.Dereference dereference =
                section.choice("dereference", DEREFERENCE).orElse(LdapSourceConfig.Dereference.NEVER);
        boolean referrals = section.bool("chase-referrals").orElse(false);
        int pool =
                section.integer("pool-size", 1, SourcesReader.LARGEST_POOL).orElse(LdapSourceConfig.DEFAULT_POOL_SIZE);
        int queue = section.integer("queue", 1, SourcesReader.LONGEST_QUEUE).orElse(LdapSourceConfig.DEFAULT_QUEUE);
        Duration deadline = section.duration(
                        "deadline", SourcesReader.SHORTEST_DEADLINE, SourcesReader.LONGEST_DEADLINE)
                .orElse(LdapSourceConfig.DEFAULT_DEADLINE);
        if (startTls.orElse(false) && servers.stream().anyMatch(s -> s.scheme() != LdapServer.Scheme.LDAP)) {
            section.problem("start-tls", "is for ldap:// only: ldaps:// is TLS already, ldapi:// is a Unix socket");
        }
        LdapSourceConfig.clearTextProblem(servers, startTls)
                .ifPresent(problem -> section.missing("start-tls", problem));
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        LdapSourceConfig config = new LdapSourceConfig(
                section.name(),
                servers,
                startTls.orElse(false),
                tls,
                bind,
                dereference,
                referrals,
                pool,
                queue,
                deadline);
        return Optional.of(new SourceConfig.Ldap(config, base, scope));
    }

    private static List<LdapServer> servers(ConfigSection section) {
        List<ConfigText> urls = section.texts("urls");
        if (urls.isEmpty()) {
            section.missing("urls", "is missing: the servers in the order in which they are tried, [\"ldap://host\"]");
        }
        List<LdapServer> servers = new ArrayList<>();
        for (ConfigText url : urls) {
            try {
                servers.add(LdapServer.parse(url.text()));
            } catch (IllegalArgumentException e) {
                section.problem(url, 0, String.valueOf(e.getMessage()));
            }
        }
        return servers;
    }

    private static LdapBind bind(ConfigSection section) {
        Optional<String> dn = section.string("bind-dn");
        Optional<Secret> password = section.secret("bind-password");
        boolean external = section.bool("bind-external").orElse(false);
        boolean simple = dn.isPresent() || password.isPresent();
        if (external && simple) {
            section.problem("bind-external", "is used instead of bind-dn and bind-password, not with them");
        }
        boolean written = section.has("bind-password")
                || section.has("bind-password-file")
                || section.has("bind-password-credential");
        boolean empty = password.map(p -> p.reveal().isEmpty()).orElse(!written);
        if (dn.filter(d -> !d.isEmpty()).isPresent() && empty) {
            section.missing(
                    "bind-password",
                    "is missing or empty: with bind-dn alone the server would take guichet for anonymous (RFC 4513, 5.1.2)");
        }
        if (external) {
            return new LdapBind.External("");
        }
        return simple
                ? new LdapBind.Simple(
                        dn.orElse(""), password.map(Secret::reveal).orElse(""))
                : new LdapBind.None();
    }
}
