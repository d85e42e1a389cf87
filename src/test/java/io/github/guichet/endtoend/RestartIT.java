package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * guichet is restarted under the mail of a real Postfix, without anybody who holds its sockets meanwhile: nothing is lost, nothing bounced, and
 * whoever is put off comes again by himself.
 */
@ExtendWith(Workspaces.class)
class RestartIT {

    private static final int RESTARTS = 5;
    private static final int CLIENTS = 3;

    @Test
    void losesNoMailWhoseRecipientsGuichetKnows(Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        Map<String, List<String>> existing = Map.of(
                "alice@data.gouv.fr", List.of("alice@data.gouv.fr"),
                "Contact@data.gouv.fr", List.of("alice@data.gouv.fr", "bob@data.gouv.fr"),
                "user@elsewhere.example", List.of("user@elsewhere.example"));
        try (GuichetProcess guichet = GuichetProcess.start(
                        work, work.path("guichet.toml"), UnixDomainSocketAddress.of(work.path("socketmap.sock")));
                PostfixServer postfix = PostfixServer.start(work, "p", etalab.postfix("main.cf.after"))) {
            Traffic traffic = Traffic.start(postfix.port(), CLIENTS, existing, List.of("nobody@data.gouv.fr"));
            for (int life = 0; life < RESTARTS; life++) {
                traffic.awaitAccepted(12);
                guichet.restart();
            }
            traffic.awaitAccepted(12);
            traffic.finish();
            String account = traffic.account(postfix, List.of(etalab.mailboxes, etalab.world));
            assertThat(guichet.log().split("guichet \\S+: ready", -1)).hasSize(RESTARTS + 2);
            report("maps", account, postfix, traffic);
            // Nobody hears more than "try again later".
            assertThat(traffic.putOff()).allMatch(told -> told.contains(": 4") || told.contains("IOException"));
        }
    }

    @Test
    void letsMailPassWhoseRulesGuichetHas(Workspace work) throws IOException {
        PolicySite site = PolicySite.start(work, Debian.BOOKWORM, "", """
                [[policy.rule]]
                name = "nobody forges"
                check = "send-as"
                unauthenticated = "refuse"
                unowned = "dunno"
                when = { protocol_state = "RCPT" }
                """, PolicySite.SHIPPED, List.of("shipped"));
        Map<String, List<String>> here = Map.of(
                "alice@guichet.test", List.of("alice@guichet.test"), "bob@guichet.test", List.of("bob@guichet.test"));
        Traffic traffic = Traffic.start(site.port("shipped"), CLIENTS, here, List.of("nobody@elsewhere.example"));
        for (int life = 0; life < RESTARTS; life++) {
            traffic.awaitAccepted(12);
            site.guichet.restart();
        }
        traffic.awaitAccepted(12);
        traffic.finish();
        String account = traffic.account(site.postfix, List.of(site.mailboxes, site.world));
        report("policy", account, site.postfix, traffic);
        // default_action=DUNNO: nobody is put off for want of guichet.
        assertThat(traffic.putOff()).noneMatch(told -> told.contains("rejected") || told.contains("4.3."));
    }

    /** Postfix warns each time that it tries again, or would. */
    private static void report(String daemon, String account, PostfixServer postfix, Traffic traffic) {
        long retries = postfix.log()
                .lines()
                .filter(line -> line.contains("warning: "))
                .filter(line ->
                        line.contains(".sock") && line.matches(".*(refused|No such file|lost|problem|EOF|closed).*"))
                .count();
        System.out.printf(
                "restart: %d without socket activation under load, %s: %s; Postfix found nobody %d times and tried again by itself,"
                        + " clients were told %d times to come again%n",
                RESTARTS, daemon, account.replace("outage: ", ""), retries, traffic.deferrals());
    }
}
