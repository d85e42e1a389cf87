package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts in OpenLDAP: what Postfix did with five {@code ldap:} tables it does with guichet. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class LdapMultidomainIT {

    /** Recipients and what must become of mail for them; a refusal is given by its code only. */
    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.ofEntries(
            Map.entry("test0@hosted-domain.com", "250 -> xomail@xoyize.xyz"),
            Map.entry("TEST1@Hosted-Domain.Com", "250 -> xomail@xoyize.xyz"),
            Map.entry("test0+list@hosted-domain.com", "250 -> xomail+list@xoyize.xyz"),
            Map.entry("second@other-domain.net", "250 -> forward@elsewhere.example second@xoyize.xyz"),
            Map.entry("shared@hosted-domain.com", "250 -> forward@elsewhere.example second@xoyize.xyz"),
            Map.entry("xomail@xoyize.xyz", "250 -> xomail@xoyize.xyz"),
            Map.entry("XOMAIL@XOYIZE.XYZ", "250 -> XOMAIL@XOYIZE.XYZ"),
            Map.entry("second+a@xoyize.xyz", "250 -> second+a@xoyize.xyz"),
            Map.entry("forward@elsewhere.example", "250 -> forward@elsewhere.example"),
            Map.entry("nobody@hosted-domain.com", "550"),
            Map.entry("test0@other-domain.net", "550"),
            Map.entry("nobody@xoyize.xyz", "550"),
            Map.entry("\"te*t0\"@hosted-domain.com", "550"),
            Map.entry("*@hosted-domain.com", "550"),
            Map.entry("\"x)(uid=*\"@hosted-domain.com", "550")));

    /** Login (or none) and envelope sender, and the code of the reply to RCPT. */
    private static final Map<String, String> SENDERS = new TreeMap<>(Map.ofEntries(
            Map.entry("xomail test0@hosted-domain.com", "250"),
            Map.entry("xomail TEST1@HOSTED-DOMAIN.COM", "250"),
            Map.entry("xomail test0+list@hosted-domain.com", "250"),
            Map.entry("xomail xomail@xoyize.xyz", "250"),
            Map.entry("xomail second@other-domain.net", "553"),
            Map.entry("xomail stranger@elsewhere.example", "553"),
            Map.entry("second shared@hosted-domain.com", "250"),
            Map.entry("second forward@elsewhere.example", "250"),
            Map.entry("second test0@hosted-domain.com", "553"),
            Map.entry("- test0@hosted-domain.com", "553"),
            Map.entry("- stranger@elsewhere.example", "250"),
            Map.entry("- ", "250")));

    private final Map<String, String> before = new TreeMap<>();
    private final Map<String, String> sendersBefore = new TreeMap<>();
    private Workspace work;
    private LdapMultidomain ldap;

    @BeforeAll
    void installsAndAsksPostfixAlone(Workspace workspace) throws IOException {
        work = workspace;
        ldap = LdapMultidomain.start(work);
        PostfixSettings settings = ldap.before();
        // Postfix has no log-ins of its own: those are guichet's from the start.
        try (GuichetProcess guichet = guichet("guichet.toml");
                PostfixServer postfix =
                        PostfixServer.start(work, "before", settings.set("virtual_transport", lmtp()))) {
            assertThat(guichet.pid()).isPositive();
            before.putAll(outcomes(postfix));
            sendersBefore.putAll(senders(postfix));
        }
    }

    @Test
    void isWhatThisPageSaysWithPostfixAlone() {
        assertThat(shortened(before)).isEqualTo(EXPECTED);
        assertThat(shortened(sendersBefore)).isEqualTo(SENDERS);
        System.out.println("acceptance: ldap-multidomain: " + before.size() + " recipients and " + sendersBefore.size()
                + " senders as expected with ldap: tables");
    }

    @Test
    void deliversUnderTheOwnersUidWithPostfixAlone() throws IOException {
        PostfixSettings settings = ldap.before().set("smtpd_sasl_auth_enable", "no");
        try (PostfixServer postfix = PostfixServer.start(work, "virtual", settings)) {
            assertThat(deliver(postfix, "test1@hosted-domain.com", "xomail")).isEqualTo("20000:20000");
            assertThat(deliver(postfix, "second@other-domain.net", "second")).isEqualTo("20001:20001");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"guichet.toml", "tables.toml"})
    void givesTheSameRepliesAndRecipientsThroughGuichet(String toml) throws IOException {
        ldap.tableFilesToml();
        try (GuichetProcess guichet = guichet(toml);
                PostfixServer postfix = PostfixServer.start(work, "after-" + toml, ldap.after())) {
            assertThat(outcomes(postfix)).isEqualTo(before);
            assertThat(senders(postfix)).isEqualTo(sendersBefore);
            // Once more, now that everything is cached.
            assertThat(outcomes(postfix)).isEqualTo(before);
            System.out.println(
                    "acceptance: ldap-multidomain: " + before.size() + " recipients and " + sendersBefore.size()
                            + " senders, 0 differences through guichet with " + toml + ", process " + guichet.pid());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "lmdb", "cdb", "texthash"})
    void deliversUnderTheOwnersUidFromExportedMaps(String type) throws IOException {
        String uids = type + ":" + work.path("uid-" + type);
        String boxes = type + ":" + work.path("box-" + type);
        // No daemon is needed for an export.
        GuichetCommand.run(work.path("guichet.toml"), "export", "uid", "--to", uids)
                .succeeds();
        GuichetCommand.run(work.path("guichet.toml"), "export", "mailbox", "--to", boxes)
                .succeeds();
        PostfixSettings settings = ldap.after()
                .set("virtual_transport", "own")
                .set("virtual_mailbox_base", "/")
                .set("virtual_uid_maps", uids)
                .set("virtual_gid_maps", uids)
                // virtual(8) refuses a socketmap, so it has the mailboxes from a file too; smtpd keeps asking guichet.
                .service("own unix - n n - - virtual\n  -o virtual_mailbox_maps=" + boxes);
        try (GuichetProcess guichet = guichet("guichet.toml");
                PostfixServer postfix = PostfixServer.start(work, "export-" + type, settings)) {
            assertThat(deliver(postfix, "test0@hosted-domain.com", "xomail")).isEqualTo("20000:20000");
            assertThat(deliver(postfix, "shared@hosted-domain.com", "second")).isEqualTo("20001:20001");
            System.out.println("acceptance: ldap-multidomain: virtual(8) delivered under uid 20000 and 20001 from "
                    + type + " exports beside process " + guichet.pid());
        }
    }

    private GuichetProcess guichet(String toml) {
        return ldap.guichet(work.path(toml));
    }

    private String lmtp() {
        return "lmtp:unix:" + work.path("dovecot-lmtp");
    }

    private Map<String, String> outcomes(PostfixServer postfix) throws IOException {
        return Outcomes.of(postfix, List.of(ldap.mailboxes, ldap.world), List.copyOf(EXPECTED.keySet()));
    }

    /** For each login and sender, the reply to a recipient who exists. */
    private static Map<String, String> senders(PostfixServer postfix) throws IOException {
        Map<String, String> replies = new TreeMap<>();
        Set<String> refused = new HashSet<>();
        for (String line : SENDERS.keySet()) {
            String[] parts = line.split(" ", -1);
            try (SmtpDialogue dialogue = SmtpDialogue.connect(postfix.port())) {
                if (!parts[0].equals("-")) {
                    // Once each: a refusal takes two seconds.
                    if (refused.add(parts[0])) {
                        assertThat(dialogue.login(parts[0], "wrong").code()).isEqualTo(535);
                    }
                    String password = parts[0].equals("xomail") ? "pass" : "pass2";
                    assertThat(dialogue.login(parts[0], password).code()).isEqualTo(235);
                }
                assertThat(dialogue.mail(parts[1]).ok()).isTrue();
                replies.put(line, dialogue.rcpt("xomail@xoyize.xyz").toString());
            }
        }
        return replies;
    }

    /** Sends one message and says who owns the one file that it becomes, as {@code uid:gid}. */
    private String deliver(PostfixServer postfix, String recipient, String home) throws IOException {
        Path fresh = work.path("vmail/" + home + "/mailbox/new");
        Command.run("/bin/rm", "-rf", fresh.toString()).succeeds();
        try (SmtpDialogue dialogue = SmtpDialogue.connect(postfix.port())) {
            List<SmtpDialogue.Reply> replies = dialogue.message("sender@client.test", List.of(recipient), "file");
            assertThat(replies).allMatch(SmtpDialogue.Reply::ok);
        }
        postfix.awaitEmptyQueue();
        assertThat(fresh).isDirectory();
        try (Stream<Path> files = Files.list(fresh)) {
            List<Path> delivered = files.toList();
            assertThat(delivered).hasSize(1);
            Path file = delivered.get(0);
            return Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid");
        }
    }

    private static Map<String, String> shortened(Map<String, String> outcomes) {
        Map<String, String> result = new TreeMap<>(outcomes);
        result.replaceAll((asked, outcome) -> outcome.startsWith("250 ->") ? outcome : outcome.substring(0, 3));
        return result;
    }
}
