package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sources and guichet itself go away under traffic. Nobody who exists is ever refused for good, nobody who does not exist is ever
 * accepted, and what was accepted arrives.
 */
@ExtendWith(Workspaces.class)
class OutageIT {

    private static final int CLIENTS = 4;

    /** Every answer is from the source, or at most one second old, and nothing stale is served. */
    private static final String FORGETFUL = "[cache]\nttl = \"1s\"\nnegative-ttl = \"1s\"\nstale = \"0s\"\n";

    /** Answers are asked again every second, and served stale for an hour. */
    private static final String REMEMBERING =
            "[cache]\nttl = \"1s\"\nnegative-ttl = \"1s\"\nstale = \"1h\"\nnegative-stale = \"1h\"\n";

    private static final Map<String, List<String>> ETALAB = Map.of(
            "alice@data.gouv.fr", List.of("alice@data.gouv.fr"),
            "bob+list@data.gouv.fr", List.of("bob+list@data.gouv.fr"),
            "Contact@data.gouv.fr", List.of("alice@data.gouv.fr", "bob@data.gouv.fr"),
            "anybody@openfisca.fr", List.of("carol@openfisca.fr"),
            "user@elsewhere.example", List.of("user@elsewhere.example"));

    private static final List<String> ETALAB_UNKNOWN =
            List.of("nobody@data.gouv.fr", "gone@data.gouv.fr", "old@data.gouv.fr");

    private static final Map<String, List<String>> LDAP = Map.of(
            "test0@hosted-domain.com", List.of("xomail@xoyize.xyz"),
            "TEST1+x@hosted-domain.com", List.of("xomail+x@xoyize.xyz"),
            "shared@hosted-domain.com", List.of("second@xoyize.xyz", "forward@elsewhere.example"),
            "xomail@xoyize.xyz", List.of("xomail@xoyize.xyz"),
            "user@elsewhere.example", List.of("user@elsewhere.example"));

    private static final List<String> LDAP_UNKNOWN =
            List.of("nobody@hosted-domain.com", "nobody@xoyize.xyz", "te*@hosted-domain.com");

    @Test
    void survivesOutagesOfMariaDbWithoutACache(Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        try (GuichetProcess guichet = guichet(work, FORGETFUL);
                PostfixServer postfix = PostfixServer.start(work, "p", etalab.postfix("main.cf.after"))) {
            Traffic traffic = Traffic.start(postfix.port(), CLIENTS, ETALAB, ETALAB_UNKNOWN);
            breakAndMend(traffic, etalab.database, false);
            report("MariaDB, no cache, process " + guichet.pid(), traffic, postfix, etalab.mailboxes, etalab.world);
        }
    }

    @Test
    void survivesOutagesOfMariaDbOnStaleAnswers(Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        try (GuichetProcess guichet = guichet(work, REMEMBERING);
                PostfixServer postfix = PostfixServer.start(work, "p", etalab.postfix("main.cf.after"))) {
            Traffic traffic = Traffic.start(postfix.port(), CLIENTS, ETALAB, ETALAB_UNKNOWN);
            breakAndMend(traffic, etalab.database, true);
            report("MariaDB, warm cache, process " + guichet.pid(), traffic, postfix, etalab.mailboxes, etalab.world);
        }
    }

    @Test
    void survivesOutagesOfSlapdWithoutACache(Workspace work) throws IOException {
        LdapMultidomain ldap = LdapMultidomain.start(work);
        try (GuichetProcess guichet = guichet(work, FORGETFUL);
                PostfixServer postfix = PostfixServer.start(work, "p", ldap.after())) {
            Traffic traffic = Traffic.start(postfix.port(), CLIENTS, LDAP, LDAP_UNKNOWN);
            breakAndMend(traffic, ldap.directory, false);
            report("slapd, no cache, process " + guichet.pid(), traffic, postfix, ldap.mailboxes, ldap.world);
        }
    }

    @Test
    void survivesOutagesOfSlapdOnStaleAnswers(Workspace work) throws IOException {
        LdapMultidomain ldap = LdapMultidomain.start(work);
        try (GuichetProcess guichet = guichet(work, REMEMBERING);
                PostfixServer postfix = PostfixServer.start(work, "p", ldap.after())) {
            Traffic traffic = Traffic.start(postfix.port(), CLIENTS, LDAP, LDAP_UNKNOWN);
            breakAndMend(traffic, ldap.directory, true);
            report("slapd, warm cache, process " + guichet.pid(), traffic, postfix, ldap.mailboxes, ldap.world);
        }
    }

    @Test
    void takesMailAfterARestartDuringAnOutage(Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        String snapshot = REMEMBERING + "snapshot = \"" + work.directory("snapshot") + "\"\n";
        try (GuichetProcess guichet = guichet(work, snapshot);
                PostfixServer postfix = PostfixServer.start(work, "p", etalab.postfix("main.cf.after"))) {
            Traffic before = Traffic.start(postfix.port(), CLIENTS, ETALAB, ETALAB_UNKNOWN);
            before.awaitAccepted(40);
            before.finish();
            assertThat(guichet.stop()).isZero();
            etalab.database.kill();
            guichet.restart();
            Traffic during = Traffic.start(postfix.port(), CLIENTS, ETALAB, ETALAB_UNKNOWN);
            during.awaitAccepted(40);
            during.finish();
            // Somebody who was never asked for before the outage is not known: try again later.
            try (SmtpDialogue dialogue = SmtpDialogue.connect(postfix.port())) {
                assertThat(dialogue.mail("sender@client.test").code()).isEqualTo(250);
                assertThat(dialogue.rcpt("never-asked@data.gouv.fr").code()).isEqualTo(451);
            }
            etalab.database.restart();
            report("reboot, before", before, postfix, etalab.mailboxes, etalab.world);
            report("reboot, on the snapshot", during, postfix, etalab.mailboxes, etalab.world);
        }
    }

    @Test
    void losesNothingWhenGuichetIsKilled(Workspace work) throws IOException {
        Etalab etalab = Etalab.start(work);
        try (GuichetProcess guichet = guichet(work, FORGETFUL);
                PostfixServer postfix = PostfixServer.start(work, "p", etalab.postfix("main.cf.after"))) {
            Traffic traffic = Traffic.start(postfix.port(), CLIENTS, ETALAB, ETALAB_UNKNOWN);
            for (int life = 0; life < 4; life++) {
                traffic.awaitAccepted(40);
                guichet.kill();
                // The killed process left its socket file behind; the next one must get over it.
                assertThat(work.path("socketmap.sock")).exists();
                traffic.awaitDeferrals(10);
                guichet.restart();
            }
            traffic.awaitAccepted(40);
            traffic.finish();
            report("guichet killed 4 times", traffic, postfix, etalab.mailboxes, etalab.world);
        }
    }

    /** Kill, stop and restart of a source, with traffic before, during and after each. */
    private static void breakAndMend(Traffic traffic, Breakable source, boolean stale) {
        traffic.awaitAccepted(60);
        source.kill();
        during(traffic, stale);
        source.restart();
        traffic.awaitAccepted(60);
        source.pause();
        during(traffic, stale);
        source.resume();
        traffic.awaitAccepted(60);
        source.restart();
        traffic.awaitAccepted(60);
        traffic.finish();
    }

    private static void during(Traffic traffic, boolean stale) {
        if (stale) {
            // More than the time to live allows for: most of these are accepted on stale answers.
            traffic.awaitAccepted(120);
        } else {
            traffic.awaitDeferrals(20);
        }
    }

    private static void report(String scenario, Traffic traffic, PostfixServer postfix, SmtpSink... sinks) {
        System.out.println(traffic.account(postfix, List.of(sinks)) + ": " + scenario);
    }

    private static GuichetProcess guichet(Workspace work, String cache) throws IOException {
        Path toml = work.file("outage.toml", cache + Files.readString(work.path("guichet.toml")));
        return GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("socketmap.sock")));
    }
}
