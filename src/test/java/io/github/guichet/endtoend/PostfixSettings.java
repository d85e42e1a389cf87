package io.github.guichet.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;

/** main.cf and master.cf of one private instance: harmless defaults for a test, and what the test sets on top. Not thread-safe. */
public final class PostfixSettings {

    private static final String SERVICES = """
            pickup    unix  n       -       n       1       1       pickup
            cleanup   unix  n       -       n       -       0       cleanup
            qmgr      unix  n       -       n       1       1       qmgr
            tlsmgr    unix  -       -       n       1000?   1       tlsmgr
            rewrite   unix  -       -       n       -       -       trivial-rewrite
            bounce    unix  -       -       n       -       0       bounce
            defer     unix  -       -       n       -       0       bounce
            trace     unix  -       -       n       -       0       bounce
            verify    unix  -       -       n       -       1       verify
            flush     unix  n       -       n       1000?   0       flush
            proxymap  unix  -       -       n       -       -       proxymap
            proxywrite unix -       -       n       -       1       proxymap
            smtp      unix  -       -       n       -       -       smtp
            relay     unix  -       -       n       -       -       smtp
            showq     unix  n       -       n       -       -       showq
            error     unix  -       -       n       -       -       error
            retry     unix  -       -       n       -       -       error
            discard   unix  -       -       n       -       -       discard
            local     unix  -       n       n       -       -       local
            virtual   unix  -       n       n       -       -       virtual
            lmtp      unix  -       -       n       -       -       lmtp
            anvil     unix  -       -       n       -       1       anvil
            scache    unix  -       -       n       -       1       scache
            postlog   unix-dgram n  -       n       -       1       postlogd
            """;

    private Debian debian = Debian.BOOKWORM;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final StringBuilder services = new StringBuilder(SERVICES);

    /**
     * An instance that takes mail from 127.0.0.1 for what the test's maps say, sends everything else to {@code relayPort}, retries
     * every second or two, and knows no local users.
     */
    public PostfixSettings(int relayPort) {
        set("compatibility_level", "3.6");
        set("inet_interfaces", "127.0.0.1");
        set("inet_protocols", "ipv4");
        set("myhostname", "mail.guichet.test");
        set("mydestination", "");
        set("mynetworks", "127.0.0.0/8");
        set("alias_maps", "");
        set("alias_database", "");
        set("local_recipient_maps", "");
        set("smtputf8_enable", "yes");
        set("disable_dns_lookups", "yes");
        set("smtp_host_lookup", "native");
        set("relayhost", "[127.0.0.1]:" + relayPort);
        set("minimal_backoff_time", "1s");
        set("maximal_backoff_time", "2s");
        set("queue_run_delay", "1s");
        // An smtpd that finds no auth service ends at once, and master(8) would start no other for a minute.
        set("service_throttle_time", "1s");
        set("smtpd_error_sleep_time", "0");
        set("smtpd_soft_error_limit", "10000");
        set("smtpd_hard_error_limit", "10000");
        set("smtpd_client_connection_count_limit", "0");
        set("in_flow_delay", "0");
    }

    /** Whose Postfix it is; of Debian 12 unless said. */
    public PostfixSettings of(Debian generation) {
        debian = generation;
        return this;
    }

    /** Whose Postfix it is. */
    Debian debian() {
        return debian;
    }

    /** Sets one parameter of main.cf. */
    public PostfixSettings set(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    /** Takes over the lines of a main.cf. */
    public PostfixSettings mainCf(String text) {
        // A line that begins with white space continues the one before.
        text.replaceAll("\n[ \t]+", " ")
                .lines()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    set(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 1).strip());
                });
        return this;
    }

    /** Adds a service to master.cf, as one writes it there. */
    public PostfixSettings service(String lines) {
        services.append(lines).append('\n');
        return this;
    }

    /** An SMTP service on a loopback port; {@code chrooted} puts it into the queue directory, as Debian does by default. */
    public PostfixSettings smtpd(int port, boolean chrooted, String... overrides) {
        services.append("127.0.0.1:%d inet n - %s - - smtpd\n".formatted(port, chrooted ? "y" : "n"));
        for (String override : overrides) {
            services.append("  -o ").append(override).append('\n');
        }
        return this;
    }

    /**
     * An SMTP service on a loopback port that asks a policy service about every recipient before anything else, and again at the end of
     * the data.
     *
     * @param context what it says of itself as {@code policy_context}; letters only
     * @param socket the policy service as Postfix writes it: {@code unix:guichet/policy.sock}
     * @param options of the service, such as {@code default_action=DUNNO, timeout=5s}
     */
    public PostfixSettings policed(int port, String context, String socket, String options) {
        String check = "check_policy_service { " + socket + ", policy_context=" + context + ", " + options + " }";
        // A parameter of our own: the value holds blanks and braces, which master.cf would take for its own.
        set(context + "_recipients", check + ", permit_sasl_authenticated, reject_unauth_destination");
        set(context + "_end_of_data", check);
        return smtpd(
                port,
                false,
                "smtpd_recipient_restrictions=$" + context + "_recipients",
                "smtpd_end_of_data_restrictions=$" + context + "_end_of_data");
    }

    /**
     * An SMTP service on a loopback port with milters of its own.
     *
     * @param name letters only; milters are told it as the daemon's
     * @param milters as {@code smtpd_milters} has them
     */
    public PostfixSettings filtered(int port, String name, String milters) {
        set(name + "_milters", milters);
        return smtpd(port, false, "smtpd_milters=$" + name + "_milters", "milter_macro_daemon_name=" + name);
    }

    /** The value of a parameter that was set, or the empty text. */
    public String get(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /** The text of main.cf. */
    public String mainCf() {
        StringBuilder text = new StringBuilder();
        parameters.forEach((parameter, value) ->
                text.append(parameter).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    /** The text of master.cf. */
    public String masterCf() {
        return services.toString();
    }
}
