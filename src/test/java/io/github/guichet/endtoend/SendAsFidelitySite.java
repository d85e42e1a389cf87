package io.github.guichet.endtoend;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One Postfix with three SMTP services for each of its restrictions on senders: it has the table of owners itself; it asks guichet's map
 * of the rules; it asks guichet's policy service. Log-ins are guichet's.
 */
final class SendAsFidelitySite {

    /** Who asks whom. */
    enum Way {
        POSTFIX,
        MAP,
        POLICY
    }

    static final List<String> RESTRICTIONS = List.of(
            "reject_sender_login_mismatch",
            "reject_authenticated_sender_login_mismatch",
            "reject_known_sender_login_mismatch",
            "reject_unauthenticated_sender_login_mismatch");

    static final List<String> LOGINS =
            List.of("alice@guichet.test", "bob@guichet.test", "carol@guichet.test", "dave@guichet.test", "erin");

    private static final String OWNERS = """
            alice@x.example        alice@guichet.test
            info@x.example         Bob@Guichet.TEST, carol@guichet.test
            team@x.example         alice@guichet.test dave@guichet.test,,erin
            Mixed@X.example        dave@guichet.test
            info+news@x.example    dave@guichet.test
            solo+tag@x.example     erin
            "odd..dots"@x.example  erin
            empty@x.example        ,
            alice@guichet.test     alice@guichet.test
            bob@guichet.test       bob@guichet.test
            @catch.example         carol@guichet.test
            known@catch.example    alice@guichet.test
            @old.example           bob@guichet.test, erin
            grüße@x.example        carol@guichet.test
            @grüße.example         dave@guichet.test
            desk                   dave@guichet.test
            @sub.catch.example     erin
            """;

    final PostfixServer postfix;
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    SendAsFidelitySite(Workspace work, Debian debian) {
        Path owners = work.file("owners", OWNERS);
        StringBuilder users = new StringBuilder();
        LOGINS.forEach(login -> users.append(login).append(":{PLAIN}good\n"));
        PostfixServer.queueDirectory(work, "p");
        Path sockets = work.directory("p/q/guichet");
        GuichetProcess.start(
                work,
                work.file("guichet.toml", configuration(owners, work.file("users", users.toString()), sockets)),
                UnixDomainSocketAddress.of(sockets.resolve("policy.sock")));
        PostfixSettings settings = new PostfixSettings(9)
                .of(debian)
                .set("myorigin", "here.example")
                .set("mydestination", "here.example")
                .set("recipient_delimiter", "+")
                .set("smtpd_delay_reject", "no")
                .set("smtpd_sasl_auth_enable", "yes")
                .set("smtpd_sasl_type", "dovecot")
                .set("smtpd_sasl_path", "unix:guichet/auth.sock")
                .set("smtpd_relay_restrictions", "permit_mynetworks, reject_unauth_destination")
                .set("login_map", "socketmap:unix:guichet/map.sock:logins");
        for (String restriction : RESTRICTIONS) {
            settings.smtpd(
                    port(work, Way.POSTFIX, restriction),
                    false,
                    "smtpd_sender_login_maps=texthash:" + owners,
                    "smtpd_sender_restrictions=" + restriction);
            settings.smtpd(
                    port(work, Way.MAP, restriction),
                    false,
                    "smtpd_sender_login_maps=$login_map",
                    "smtpd_sender_restrictions=" + restriction);
            // A parameter of our own: the value holds blanks and braces, which master.cf would take for its own.
            settings.set(
                    "policy_" + restriction,
                    "check_policy_service { unix:guichet/policy.sock, policy_context=" + restriction + " }");
            settings.smtpd(
                    port(work, Way.POLICY, restriction), false, "smtpd_sender_restrictions=$policy_" + restriction);
        }
        this.postfix = PostfixServer.start(work, "p", settings, port(Way.POSTFIX, RESTRICTIONS.get(0)));
    }

    private static String configuration(Path owners, Path users, Path sockets) {
        StringBuilder toml = new StringBuilder("""
                [address]
                local-domains = ["here.example"]
                [accounts]
                file = "%1$s"
                [dovecot-auth]
                listen-client = [{ unix = "%3$s/auth.sock", mode = "0666" }]
                [map.owners]
                for = "smtpd_sender_login_maps"
                file = "%2$s"
                [map.logins]
                send-as = true
                [socketmap]
                listen = ["unix:%3$s/map.sock"]
                [send-as]
                maps = ["owners"]
                own-address = false
                [policy]
                listen = ["unix:%3$s/policy.sock"]
                """.formatted(users, owners, sockets));
        rule(toml, 0, "unowned = \"refuse\"\nunauthenticated = \"refuse\"");
        rule(toml, 1, "unowned = \"refuse\"");
        rule(toml, 2, "unowned = \"dunno\"\nunauthenticated = \"refuse\"");
        rule(toml, 3, "unauthenticated = \"refuse\"\nunless = { login = true }");
        return toml.toString();
    }

    private static void rule(StringBuilder toml, int restriction, String keys) {
        String name = RESTRICTIONS.get(restriction);
        toml.append(
                "[[policy.rule]]\nname = \"%1$s\"\ncheck = \"send-as\"\n%2$s\nwhen = { policy_context = \"%1$s\" }\n"
                        .formatted(name, keys));
    }

    private int port(Workspace work, Way way, String restriction) {
        return ports.computeIfAbsent(way + restriction, unused -> work.freePort());
    }

    /** Where a service listens. */
    int port(Way way, String restriction) {
        return Objects.requireNonNull(ports.get(way + restriction));
    }
}
