package io.github.guichet.lookup.tablefile;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parameters of an ldap_table(5) file that make the connection. Their meaning is Postfix's: no TLS unless {@code start_tls}
 * or an {@code ldaps:} URL asks for it, no certificate checked unless {@code tls_require_cert} is yes.
 *
 * <p>Always speaks LDAP version 3. Version 2, Postfix's default, is the same protocol as far as Postfix uses it, except that
 * today's servers refuse to let it bind.
 */
final class LdapConnectionReader {

    private static final Logger LOG = LoggerFactory.getLogger(LdapConnectionReader.class);
    private static final int DEFAULT_TIMEOUT_SECONDS = 10;
    private static final int MAX_TIMEOUT_SECONDS = 3600;

    private final PostfixFile file;

    LdapConnectionReader(PostfixFile file) {
        this.file = file;
    }

    /** The connection, or empty when the file's problems do not leave one. */
    Optional<LdapSourceConfig> read(String name) {
        List<LdapServer> servers = servers();
        boolean startTls = file.yes("start_tls", false);
        boolean tls = startTls || servers.stream().anyMatch(server -> server.scheme() == LdapServer.Scheme.LDAPS);
        int timeout = Math.min(MAX_TIMEOUT_SECONDS, file.number("timeout", DEFAULT_TIMEOUT_SECONDS, 1));
        version();
        withoutMeaning();
        LdapBind bind = bind(servers, tls);
        LdapTls options = tls(tls);
        LdapSourceConfig.Dereference dereference = dereference();
        boolean chase = file.yes("chase_referrals", false);
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LdapSourceConfig(
                name,
                servers,
                startTls,
                options,
                bind,
                dereference,
                chase,
                LdapSourceConfig.DEFAULT_POOL_SIZE,
                LdapSourceConfig.DEFAULT_QUEUE,
                Duration.ofSeconds(timeout)));
    }

    private List<LdapServer> servers() {
        int port = file.number("server_port", LdapServer.LDAP_PORT, 0);
        List<LdapServer> servers = new ArrayList<>();
        String hosts = file.required("server_host", "localhost");
        for (String host : words(hosts)) {
            try {
                servers.add(LdapServer.parse(url(host, port)));
            } catch (IllegalArgumentException e) {
                file.problem("server_host", String.valueOf(e.getMessage()));
            }
        }
        if (!hosts.isEmpty() && words(hosts).isEmpty()) {
            file.problem("server_host", "names no server");
        }
        return servers;
    }

    /** A host and port become a URL; of a URL only the host and port are for the connection, as in libldap. */
    private static String url(String host, int port) {
        int colon = host.indexOf("://");
        if (colon < 0) {
            return host.indexOf(':') >= 0 ? "ldap://" + host : "ldap://" + host + ":" + port;
        }
        int end = colon + 3;
        while (end < host.length() && host.charAt(end) != '/' && host.charAt(end) != '?') {
            end++;
        }
        return host.substring(0, end);
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[, \t\r\n]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private void version() {
        int version = file.number("version", 2, 2);
        if (version != 2 && version != 3) {
            warn("version", "unknown, taken for 3");
        }
    }

    /** What Postfix ignores with a warning, and what only means something to OpenLDAP's library. */
    private void withoutMeaning() {
        for (String key : List.of("cache", "cache_expiry", "cache_size")) {
            if (file.text(key).isPresent()) {
                warn(key, "ignored, as Postfix ignores it");
            }
        }
        if (file.number("debuglevel", 0, 0) != 0) {
            file.problem(
                    "debuglevel",
                    "sets the trace of OpenLDAP's library, which is not used here; remove the line or set it to 0");
        }
    }

    private void warn(String key, String what) {
        LOG.warn("{}:{}: {}: {}", file.path(), file.line(key), key, what);
    }

    private LdapBind bind(List<LdapServer> servers, boolean tls) {
        String dn = file.text("bind_dn", "");
        String password = file.text("bind_pw", "");
        String how = file.required("bind", "yes");
        return switch (how.toLowerCase(Locale.ROOT)) {
            case "no", "none" -> new LdapBind.None();
            case "yes", "simple" -> new LdapBind.Simple(dn, password);
            case "sasl" -> sasl(servers, tls);
            default -> {
                file.problem("bind", "\"" + how + "\" is unknown; allowed are yes, no, simple, none and sasl");
                yield new LdapBind.None();
            }
        };
    }

    private LdapBind sasl(List<LdapServer> servers, boolean tls) {
        List<String> mechanisms = words(file.text("sasl_mechs", ""));
        if (mechanisms.size() != 1 || !mechanisms.get(0).equalsIgnoreCase("EXTERNAL")) {
            file.problem(
                    file.has("sasl_mechs") ? "sasl_mechs" : "bind",
                    "of the SASL mechanisms only EXTERNAL is supported (a client certificate, or ldapi:); "
                            + "set sasl_mechs = EXTERNAL, or bind = simple with TLS");
        }
        if (file.text("sasl_realm").isPresent()) {
            file.problem("sasl_realm", "not supported: EXTERNAL, the only mechanism here, has no realm");
        }
        boolean unix = servers.stream().allMatch(server -> server.scheme() == LdapServer.Scheme.LDAPI);
        // libldap counts a Unix socket as 71; the weakest cipher that Java still takes has 112 bits.
        int strength = unix ? 71 : tls ? 112 : 0;
        if (file.number("sasl_minssf", 0, 0) > strength) {
            file.problem(
                    "sasl_minssf",
                    "EXTERNAL adds no strength of its own and this connection counts as " + strength
                            + "; lower it, or use TLS");
        }
        return new LdapBind.External(file.text("sasl_authz_id", ""));
    }

    private LdapTls tls(boolean used) {
        // Read in any case, so that they are not taken for unknown parameters.
        boolean verify = file.yes("tls_require_cert", false);
        Optional<Path> caFile = file.text("tls_ca_cert_file").map(Path::of);
        Optional<Path> caDirectory = file.text("tls_ca_cert_dir").map(Path::of);
        Optional<Path> certificate = file.text("tls_cert").map(Path::of);
        Optional<Path> key = file.text("tls_key").map(Path::of);
        Optional<String> ciphers = file.text("tls_cipher_suite");
        Optional<String> random = file.text("tls_random_file");
        if (!used) {
            return LdapTls.DEFAULT; // as in Postfix, where they then belong to nothing
        }
        if (ciphers.isPresent()) {
            file.problem(
                    "tls_cipher_suite",
                    "not supported: it is written in the notation of OpenSSL or GnuTLS, and the choice here is Java's; "
                            + "remove the line, and restrict the ciphers on the server or in java.security");
        }
        if (random.isPresent()) {
            warn("tls_random_file", "not needed: random numbers come from the system");
        }
        return new LdapTls(verify ? LdapTls.Verify.FULL : LdapTls.Verify.NONE, caFile, caDirectory, certificate, key);
    }

    private LdapSourceConfig.Dereference dereference() {
        int number = file.number("dereference", 0, 0);
        return switch (number) {
            case 0 -> LdapSourceConfig.Dereference.NEVER;
            case 1 -> LdapSourceConfig.Dereference.SEARCHING;
            case 2 -> LdapSourceConfig.Dereference.FINDING;
            case 3 -> LdapSourceConfig.Dereference.ALWAYS;
            default -> {
                warn("dereference", "unknown, taken for 0 as Postfix takes it");
                yield LdapSourceConfig.Dereference.NEVER;
            }
        };
    }
}
