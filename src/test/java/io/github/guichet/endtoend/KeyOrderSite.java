package io.github.guichet.endtoend;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The Postfix of the key order test, twice: with a table in main.cf for every parameter, and with a socketmap.
 *
 * @param work where everything is
 * @param maps the names of the maps, which are the parameters and restrictions that they serve
 * @param mainCf further lines for main.cf
 */
record KeyOrderSite(Workspace work, Set<String> maps, String mainCf) {

    /** A site, with a service for its log-ins. */
    KeyOrderSite {
        StringBuilder users = new StringBuilder();
        KeyOrderSessions.LOGINS.forEach(login -> users.append(login).append(":{PLAIN}secret\n"));
        Path toml =
                work.file("logins.toml", """
                [accounts]
                file = "%s"
                [dovecot-auth]
                listen-client = ["unix:%s"]
                """.formatted(work.file("logins", users.toString()), work.path("auth.sock")));
        // A process of its own: Postfix is also asked while nobody serves its maps.
        GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("auth.sock")));
    }

    /**
     * The settings, with the table that {@code table} names for a parameter. Queue ids are long, because what became of a message is
     * found by them, and Postfix soon uses a short one again: it is made of the microsecond and the number of the file.
     */
    PostfixSettings settings(UnaryOperator<String> table) {
        PostfixSettings settings =
                new PostfixSettings(9).mainCf("""
                relayhost =
                inet_protocols = all
                inet_interfaces = 127.0.0.1
                enable_long_queue_ids = yes
                myhostname = mx.here.example
                myorigin = here.example
                mydestination = here.example
                recipient_delimiter = +
                default_transport = sinkd
                relay_transport = sinkr
                virtual_transport = sinkv
                local_transport = sinkl
                local_header_rewrite_clients = static:all
                smtpd_authorized_xclient_hosts = 127.0.0.1
                smtpd_sasl_auth_enable = yes
                smtpd_sasl_type = dovecot
                smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
                """).set("smtpd_sasl_path", "unix:" + work.path("auth.sock"));
        for (String sink : List.of("sinkd", "sinkr", "sinkv", "sinkl", "sinkt", "sinks")) {
            settings.service(sink + " unix - - n - - discard -o syslog_name=postfix/" + sink);
        }
        for (String map : maps) {
            if (!map.startsWith("check_")) {
                settings.set(map, table.apply(map));
            }
        }
        restrict(settings, "client", table, "check_client_access");
        restrict(settings, "helo", table, "check_helo_access");
        restrict(settings, "sender", table, "check_sasl_access", "check_sender_access", "reject_sender_login_mismatch");
        restrict(settings, "recipient", table, "check_recipient_access");
        return settings.mainCf(mainCf);
    }

    private static void restrict(
            PostfixSettings settings, String stage, UnaryOperator<String> table, String... restrictions) {
        StringBuilder list = new StringBuilder();
        for (String restriction : restrictions) {
            list.append(restriction).append(' ');
            list.append(restriction.startsWith("check_") ? table.apply(restriction) + " " : "");
        }
        settings.set("smtpd_" + stage + "_restrictions", list.toString());
    }

    /** The settings with a socketmap for every parameter. */
    PostfixSettings socketmapSettings() {
        return settings(map -> "socketmap:unix:" + work.path("socketmap.sock") + ":" + map);
    }

    /** Writes guichet.toml: {@code tables} says where a map comes from, {@code address} adds to the section of that name. */
    void configure(UnaryOperator<String> tables, String address) {
        StringBuilder toml = new StringBuilder("[address]\nlocal-domains = [\"here.example\", \"[127.0.0.1]\"]\n");
        toml.append(address);
        maps.forEach(map -> toml.append("[map.%s]\nfor = \"%s\"\n%s\n".formatted(map, map, tables.apply(map))));
        toml.append("[socketmap]\nlisten = [\"unix:%s\"]\n".formatted(work.path("socketmap.sock")));
        work.file("guichet.toml", toml.toString());
    }
}
