package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.endtoend.SendAsFidelitySite.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may send as whom: Postfix with its own table, Postfix with guichet's map, and guichet's policy service say the same. */
@ExtendWith(Workspaces.class)
abstract class SendAsFidelity {

    private static final List<String> SENDERS = List.of(
            // As they stand in the table, and in other cases.
            "alice@x.example",
            "ALICE@X.Example",
            "info@x.example",
            "Info@x.EXAMPLE",
            "team@x.example",
            "mixed@x.example",
            "Mixed@X.example",
            "alice@guichet.test",
            "bob@guichet.test",
            "Bob@Guichet.Test",
            "carol@guichet.test",
            // With extensions, some of which have owners of their own.
            "alice+a@x.example",
            "info+NEWS@x.example",
            "info+other@x.example",
            "info+news+more@x.example",
            "solo+tag@x.example",
            "solo@x.example",
            "solo+other@x.example",
            "bob+shop@guichet.test",
            "+@x.example",
            "+tag@x.example",
            "alice++@x.example",
            // Catch-alls, alias domains, parents of domains.
            "who@catch.example",
            "known@catch.example",
            "Known+t@catch.example",
            "a@sub.catch.example",
            "a@deep.sub.catch.example",
            "any@old.example",
            "ANY+t@OLD.example",
            "alice@old.example",
            // Nobody's, and an entry without names.
            "who@x.example",
            "who@elsewhere.example",
            "empty@x.example",
            "alice@x.example.org",
            "xalice@x.example",
            // The null sender, no domain, domains of this host.
            "",
            "desk",
            "desk@here.example",
            "Desk+t@here.example",
            "nobody",
            "nobody@here.example",
            "postmaster",
            // What only the rewriting makes an address of the table.
            "alice@x.example.",
            "@relay.example:alice@x.example",
            "@a.example,@b.example:info@x.example",
            "alice%x.example",
            "x.example!alice",
            "alice%x.example@here.example",
            "\"alice@x.example\"@here.example",
            "x.example!info@here.example",
            "alice%x.example@elsewhere.example",
            "known%catch.example",
            // Quotes.
            "\"alice\"@x.example",
            "\"odd..dots\"@x.example",
            "\"a b\"@catch.example",
            "\"a@b\"@catch.example",
            "\"alice \"@x.example",
            "a\\b@catch.example",
            // UTF-8.
            "grüße@x.example",
            "GRÜSSE@x.example",
            "grüsse@x.example",
            "wer@grüße.example",
            "WER@GRÜSSE.example",
            "grüße+t@x.example");

    private final Debian debian;

    SendAsFidelity(Debian debian) {
        this.debian = debian;
    }

    @Test
    void theSameVerdictForEveryLoginAndSender(Workspace work) throws IOException {
        SendAsFidelitySite site = new SendAsFidelitySite(work, debian);
        List<String> differences = new ArrayList<>();
        int pairs = 0;
        int refused = 0;
        List<String> logins = new ArrayList<>(SendAsFidelitySite.LOGINS);
        logins.add("");
        for (String restriction : SendAsFidelitySite.RESTRICTIONS) {
            for (String login : logins) {
                List<String> expected = hold(site.port(Way.POSTFIX, restriction), login);
                pairs += expected.size();
                refused += (int) expected.stream()
                        .filter(reply -> reply.startsWith("553"))
                        .count();
                for (Way way : List.of(Way.MAP, Way.POLICY)) {
                    List<String> actual = hold(site.port(way, restriction), login);
                    for (int i = 0; i < SENDERS.size(); i++) {
                        if (!code(actual.get(i)).equals(code(expected.get(i)))) {
                            differences.add("%s by %s: '%s' as <%s>: %s, Postfix: %s"
                                    .formatted(
                                            restriction, way, login, SENDERS.get(i), actual.get(i), expected.get(i)));
                        }
                    }
                }
            }
        }
        System.out.printf(
                "send-as: %d logins and senders under 4 restrictions, %d refused, %d differences by map and by policy (%s)%n",
                pairs, refused, differences.size(), debian);
        assertThat(refused).isBetween(pairs / 10, pairs * 9 / 10);
        assertThat(differences).isEmpty();
    }

    private static String code(String reply) {
        return reply.substring(0, 3);
    }

    /** The replies to MAIL for each sender. */
    private static List<String> hold(int port, String login) throws IOException {
        List<String> replies = new ArrayList<>();
        try (SmtpDialogue smtp = SmtpDialogue.connect(port)) {
            if (!login.isEmpty()) {
                assertThat(smtp.login(login, "good").code()).isEqualTo(235);
            }
            for (String sender : SENDERS) {
                replies.add(smtp.mail(sender).toString());
                smtp.command("RSET");
            }
        }
        return replies;
    }
}
