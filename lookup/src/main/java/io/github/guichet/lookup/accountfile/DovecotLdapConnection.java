package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.ldap.LdapBind;
import io.github.guichet.lookup.ldap.LdapServer;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.ldap.LdapTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a {@code dovecot-ldap.conf.ext} that make the connection. What they leave open is decided by OpenLDAP's library
 * in Dovecot, and so here: certificates are checked in full, and referrals are followed anonymously.
 */
final class DovecotLdapConnection {

    static final Set<String> KEYS = Set.of(
            "hosts",
            "uris",
            "dn",
            "dnpass",
            "sasl_bind",
            "sasl_mech",
            "sasl_realm",
            "sasl_authz_id",
            "tls",
            "tls_ca_cert_file",
            "tls_ca_cert_dir",
            "tls_cert_file",
            "tls_key_file",
            "tls_cipher_suite",
            "tls_require_cert",
            "deref",
            "ldap_version",
            "ldaprc_path",
            "debug_level");

    /** Dovecot's time for connecting; it has none for a question, and Postfix waits 10 seconds for an answer to a log-in. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final DovecotFile file;

    DovecotLdapConnection(DovecotFile file) {
        this.file = file;
    }

    /** The connection, or empty when there is no server. */
    Optional<LdapSourceConfig> read(String name) {
        List<LdapServer> servers = servers();
        boolean startTls = file.yes("tls", false);
        boolean ldaps = servers.stream().anyMatch(server -> server.scheme() == LdapServer.Scheme.LDAPS);
        if (startTls && ldaps) {
            file.problem("tls", "must be no with an ldaps: server, which is spoken to in TLS from the beginning");
        }
        notServed();
        LdapTls tls = tls(startTls || ldaps);
        LdapBind bind = bind();
        LdapSourceConfig.Dereference dereference = dereference();
        return servers.isEmpty()
                ? Optional.empty()
                : Optional.of(new LdapSourceConfig(
                        name,
                        servers,
                        startTls,
                        tls,
                        bind,
                        dereference,
                        true,
                        LdapSourceConfig.DEFAULT_POOL_SIZE,
                        LdapSourceConfig.DEFAULT_QUEUE,
                        DEADLINE));
    }

    private List<LdapServer> servers() {
        String key = set("uris").isPresent() ? "uris" : "hosts"; // uris counts when both are set
        List<LdapServer> servers = new ArrayList<>();
        for (String word : file.text(key, "").split("[ \t,]+", -1)) {
            if (!word.isEmpty()) {
                try {
                    servers.add(LdapServer.parse(key.equals("uris") ? withoutPath(word) : "ldap://" + word));
                } catch (IllegalArgumentException e) {
                    file.problem(key, String.valueOf(e.getMessage()));
                }
            }
        }
        if (set("uris").isEmpty() && set("hosts").isEmpty()) {
            file.problem("uris", "must be set, for example uris = ldap://localhost; or hosts");
        }
        return servers;
    }

    /** A DN, attributes and so on in a URL are not for the connection. */
    private static String withoutPath(String url) {
        int from = url.indexOf("://") < 0 ? 0 : url.indexOf("://") + 3;
        int end = from;
        while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
            end++;
        }
        return url.substring(0, end);
    }

    private void notServed() {
        if (set("ldaprc_path").isPresent()) {
            file.problem(
                    "ldaprc_path",
                    "not supported: it sets options of OpenLDAP's library, which is not used here; "
                            + "remove it and set what it says in this file");
        }
        if (!file.text("debug_level", "0").equals("0")) {
            file.problem(
                    "debug_level",
                    "sets the trace of OpenLDAP's library, which is not used here; remove the line or set it to 0");
        }
        if (!file.text("ldap_version", "3").equals("3")) {
            file.problem("ldap_version", "only version 3 is spoken; remove the line or set it to 3");
        }
    }

    private LdapBind bind() {
        if (!file.yes("sasl_bind", false)) {
            return new LdapBind.Simple(file.text("dn", ""), file.text("dnpass", ""));
        }
        String mechanism = file.text("sasl_mech", "");
        if (!mechanism.equalsIgnoreCase("EXTERNAL")) {
            file.problem(
                    file.has("sasl_mech") ? "sasl_mech" : "sasl_bind",
                    "of the SASL mechanisms only EXTERNAL is supported (a client certificate, or ldapi:); "
                            + "set sasl_mech = EXTERNAL, or sasl_bind = no with TLS");
        }
        if (set("sasl_realm").isPresent()) {
            file.problem("sasl_realm", "not supported: EXTERNAL, the only mechanism here, has no realm");
        }
        return new LdapBind.External(file.text("sasl_authz_id", ""));
    }

    private LdapTls tls(boolean used) {
        LdapTls.Verify verify = verify();
        if (!used) {
            return LdapTls.DEFAULT; // as in Dovecot, where they then belong to nothing
        }
        if (set("tls_cipher_suite").isPresent()) {
            file.problem(
                    "tls_cipher_suite",
                    "not supported: it is written in the notation of OpenSSL or GnuTLS, and the choice here is Java's; "
                            + "remove the line, and restrict the ciphers on the server or in java.security");
        }
        return new LdapTls(
                verify, path("tls_ca_cert_file"), path("tls_ca_cert_dir"), path("tls_cert_file"), path("tls_key_file"));
    }

    /** A setting that is set to something. */
    private Optional<String> set(String key) {
        return file.text(key).filter(text -> !text.isEmpty());
    }

    private Optional<Path> path(String key) {
        return set(key).map(Path::of);
    }

    /** OpenLDAP's default is demand; with allow a bad certificate is as good as a good one. */
    private LdapTls.Verify verify() {
        String word = file.text("tls_require_cert", "demand");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "hard", "demand", "try" -> LdapTls.Verify.FULL;
            case "allow", "never" -> LdapTls.Verify.NONE;
            default -> {
                file.problem(
                        "tls_require_cert",
                        "\"" + word + "\" is unknown; allowed are never, allow, try, demand and hard");
                yield LdapTls.Verify.FULL;
            }
        };
    }

    private LdapSourceConfig.Dereference dereference() {
        String word = file.text("deref", "never");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "never" -> LdapSourceConfig.Dereference.NEVER;
            case "searching" -> LdapSourceConfig.Dereference.SEARCHING;
            case "finding" -> LdapSourceConfig.Dereference.FINDING;
            case "always" -> LdapSourceConfig.Dereference.ALWAYS;
            default -> {
                file.problem("deref", "\"" + word + "\" is unknown; allowed are never, searching, finding and always");
                yield LdapSourceConfig.Dereference.NEVER;
            }
        };
    }
}
