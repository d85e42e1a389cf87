package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.milter.message.NamedInText;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.Reply;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNameCheckTest {

    private static final String ALICE = "alice@example.org";

    private final KnownRights rights = new KnownRights();

    private DisplayNameCheck check(boolean addresses, Set<SenderField> fields, Table... domains) {
        return new DisplayNameCheck(
                Optional.of(rights),
                new DisplayNameCheckConfig(fields, addresses, List.of(domains), AddressConfig.DEFAULTS));
    }

    private Verdict ask(DisplayNameCheck check, String login, String... lines) {
        return check.check(RawMessage.of(login, lines)).join();
    }

    private Verdict addresses(String login, String... lines) {
        return ask(check(true, DisplayNameCheckConfig.USUAL_FIELDS), login, lines);
    }

    private Verdict domains(String name, String address) {
        return ask(
                check(
                        false,
                        DisplayNameCheckConfig.USUAL_FIELDS,
                        KnownTable.of("example.org", "x", "example.net", "x")),
                "",
                "From: \"" + name + "\" <" + address + ">");
    }

    private static String reason(Verdict verdict) {
        return ((Verdict.Objection) verdict).reason();
    }

    @Test
    void passesNamesThatAreNames() {
        for (String from : List.of(
                "alice@example.org",
                "Alice <alice@example.org>",
                "\"Dr. Alice O'Hara, M.D.\" <alice@example.org>",
                "=?utf-8?q?Alic=C3=A9?= <alice@example.org>",
                "alice@example.org (Alice)",
                "Office: Alice <alice@example.org>;",
                "\"Alice @ work\" <alice@example.org>",
                "")) {
            assertThat(addresses("", "From: " + from)).as(from).isEqualTo(Verdict.PASS);
        }
        assertThat(addresses("")).isEqualTo(Verdict.PASS);
    }

    @Test
    void objectsToAnotherAddressAndSaysWhatToDo() {
        Verdict.Objection objection =
                (Verdict.Objection) addresses("", "From: \"Boss <boss@example.org>\" <x@example.net>");
        assertThat(objection.refusal())
                .isEqualTo(new Reply.Coded(
                        550,
                        Optional.of("5.7.1"),
                        List.of("the name in From: contains <boss@example.org>, but it is not the address that the mail"
                                + " is from: leave addresses out of your name")));
        assertThat(objection.reason()).isEqualTo("From: has <boss@example.org> as a name");
        assertThat(objection.repair()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?utf-8?q?boss=40example.org?= <x@example.net>",
                "=?utf-8?b?Ym9zc0BleGFtcGxlLm9yZw==?= <x@example.net>",
                "\"boss@example.org via x\" <x@example.net>",
                "x@example.net (boss@example.org)",
                "X (boss@example.org) <x@example.net>",
                "\"boss@example.org\": x@example.net;",
                "X <x@example.net>, \"boss@example.org\" <y@example.net>",
                "\"boss@example.org\" <x@example.net>, <boss@example.org>",
                "boss@example.org <x@example.net>",
                "<boss@example.org> <x@example.net>",
                "\"boss@example.org...Helpdesk\" <x@example.net>",
                "\"boss@example.org\u2026\" <x@example.net>",
                "=?utf-8?B?PGJvc3NAZXhhbXBsZS5vcmc+?=, <x@[203.0.113.5]>",
                "=?utf-8?B?PGJvc3NAZXhhbXBsZS5vcmc+?=; <x@example>",
                "<x@[203.0.113.5]> =?utf-8?B?PGJvc3NAZXhhbXBsZS5vcmc+?=",
                "=?utf-8?B?PGJvc3NAZXhhbXBsZS5vcmc+?= x@example",
                "x@example.net, (=?utf-8?B?PGJvc3NAZXhhbXBsZS5vcmc+?=)",
                "x@example.net (boss@example.org),"
            })
    void seesAnAddressHoweverItIsHidden(String from) {
        assertThat(addresses("", "From: " + from)).isInstanceOf(Verdict.Objection.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org...Support", "example.org\u2026Support", "example.org\ud83c\udfe6 Support"})
    void seesADomainWhateverStandsBehindIt(String name) {
        assertThat(domains(name, "x@elsewhere.example")).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void theAddressItselfMayBeTheName() {
        assertThat(addresses("", "From: \"ALICE@Example.org\" <alice@example.org>"))
                .isEqualTo(Verdict.PASS);
        assertThat(addresses("", "From: \"alice@example.org\" <alice+news@example.org>"))
                .isEqualTo(Verdict.PASS);
        assertThat(addresses("", "From: \"alice@müller.example\" <alice@xn--mller-kva.example>"))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void whoLoggedInMayUseTheAddressesOfTheLogin() {
        rights.give(ALICE, "info@example.org");
        String[] lines = {"From: \"info@example.org\" <alice@example.org>"};
        assertThat(addresses(ALICE, lines)).isEqualTo(Verdict.PASS);
        assertThat(addresses("eve@example.org", lines)).isInstanceOf(Verdict.Objection.class);
        assertThat(addresses("", lines)).isInstanceOf(Verdict.Objection.class);
        DisplayNameCheck withoutRights = new DisplayNameCheck(
                Optional.empty(),
                new DisplayNameCheckConfig(
                        DisplayNameCheckConfig.USUAL_FIELDS, true, List.of(), AddressConfig.DEFAULTS));
        assertThat(ask(withoutRights, ALICE, lines)).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void looksAtTheFieldsItIsToldTo() {
        String[] lines = {"From: x@example.net", "Reply-To: \"boss@example.org\" <x@example.net>"};
        assertThat(addresses("", lines)).isEqualTo(Verdict.PASS);
        assertThat(reason(ask(check(true, EnumSet.allOf(SenderField.class)), "", lines)))
                .isEqualTo("Reply-To: has <boss@example.org> as a name");
    }

    @Test
    void looksAtEachOfSeveralFields() {
        assertThat(addresses("", "From: x@example.net", "From: \"boss@example.org\" <x@example.net>"))
                .isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void doesNotReadManyFieldsOfWhichThereCanBeOnlyOne() {
        String[] lines = new String[DisplayNameCheck.MOST_FIELDS];
        Arrays.fill(lines, "From: x@example.net");
        assertThat(addresses("", lines)).isEqualTo(Verdict.PASS);

        lines = new String[DisplayNameCheck.MOST_FIELDS + 1];
        Arrays.fill(lines, "From: x@example.net");
        Verdict.Objection objection = (Verdict.Objection) addresses("", lines);
        assertThat(objection.reason()).isEqualTo("more than 3 From:");
        assertThat(objection.refusal().lines())
                .containsExactly("there is more than one From: in this message: send it with one");
    }

    @Test
    void readsEachOfTheFieldsOfWhichThereMayBeMany() {
        String[] lines = new String[10];
        Arrays.fill(lines, "Resent-From: x@example.net");
        DisplayNameCheck check = check(true, EnumSet.of(SenderField.RESENT_FROM));
        assertThat(ask(check, "", lines)).isEqualTo(Verdict.PASS);
        lines[9] = "Resent-From: \"boss@example.org\" <x@example.net>";
        assertThat(ask(check, "", lines)).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void objectsToHostedDomainsOfOthers() {
        assertThat(reason(domains("example.org Support", "x@gmail.example")))
                .isEqualTo("From: has the domain example.org as a name");
        assertThat(((Verdict.Objection) domains("Example.ORG", "x@gmail.example"))
                        .refusal()
                        .lines())
                .containsExactly("the name in From: contains example.org, but the mail is not from an address there:"
                        + " leave domains out of your name");
        assertThat(domains("example.org", "x@example.net")).isInstanceOf(Verdict.Objection.class);
        assertThat(domains("boss@example.org", "x@gmail.example")).isInstanceOf(Verdict.Objection.class);
        assertThat(domains("https://login.example.org/", "x@gmail.example")).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void doesNotMindOtherDomainsAndItsOwn() {
        assertThat(domains("shop.example.com", "x@gmail.example")).isEqualTo(Verdict.PASS);
        assertThat(domains("example.org", "x@example.org")).isEqualTo(Verdict.PASS);
        assertThat(domains("www.example.org", "x@example.org")).isEqualTo(Verdict.PASS);
        assertThat(domains("mail.example.org", "x@mail.example.org")).isEqualTo(Verdict.PASS);
        assertThat(domains("notexample.org", "x@gmail.example")).isEqualTo(Verdict.PASS);
        assertThat(domains("example", "x@gmail.example")).isEqualTo(Verdict.PASS);
    }

    @Test
    void addressesOfTheLoginBringTheirDomains() {
        rights.give(ALICE, "info@example.net");
        DisplayNameCheck both =
                check(true, DisplayNameCheckConfig.USUAL_FIELDS, KnownTable.of("example.net", "x", "example.com", "x"));
        assertThat(ask(both, ALICE, "From: \"info@example.net\" <alice@example.org>"))
                .isEqualTo(Verdict.PASS);
        assertThat(ask(both, ALICE, "From: \"info@example.net, example.com\" <alice@example.org>"))
                .isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void asksADomainAndItsParentsButNoTopLevel() {
        KnownTable table = KnownTable.of();
        DisplayNameCheck check = check(false, DisplayNameCheckConfig.USUAL_FIELDS, table);
        ask(check, "", "From: \"a.b.example.com\" <x@example.net>");
        assertThat(table.asked).containsExactly("a.b.example.com", "b.example.com", "example.com");
        table.asked.clear();
        ask(check, "", "From: \"" + "a.".repeat(100) + "example.com\" <x@example.net>");
        assertThat(table.asked).hasSizeLessThan(6).contains("example.com");
    }

    @Test
    void aNameFullOfOwnAddressesHidesNoOther() {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i <= NamedInText.MAX; i++) {
            name.append(" x+").append(i).append("@example.net");
        }
        assertThat(reason(ask(
                        check(true, DisplayNameCheckConfig.USUAL_FIELDS, KnownTable.of()),
                        "",
                        "From: \"" + name + " boss@example.com\" <x@example.net>")))
                .isEqualTo("more than 30 addresses and domains in a name");
    }

    @Test
    void asksOnlySoMany() {
        KnownTable table = KnownTable.of();
        DisplayNameCheck check = check(true, DisplayNameCheckConfig.USUAL_FIELDS, table);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i <= DisplayNameCheck.MOST_NAMED; i++) {
            name.append(" a").append(i).append(".example.com");
        }
        assertThat(reason(ask(check, "", "From: \"" + name + "\" <x@example.net>")))
                .isEqualTo("more than 30 addresses and domains in a name");
        assertThat(table.asked).isEmpty();
    }

    @Test
    void leavesItToTheRuleWhenNobodyCouldSay() {
        KnownTable down = KnownTable.of();
        down.down = true;
        DisplayNameCheck check =
                check(true, DisplayNameCheckConfig.USUAL_FIELDS, down, KnownTable.of("example.org", "x"));
        assertThat(ask(check, "", "From: \"example.com\" <x@example.net>"))
                .isEqualTo(new Verdict.Unavailable("known is down"));
        assertThat(ask(check, "", "From: \"example.com example.org\" <x@example.net>"))
                .isInstanceOf(Verdict.Objection.class);
        assertThat(ask(check, "", "From: \"x\" <x@example.net>")).isEqualTo(Verdict.PASS);
        rights.down.add("info@example.org");
        assertThat(addresses(ALICE, "From: \"info@example.org\" <alice@example.org>"))
                .isEqualTo(new Verdict.Unavailable("the rights are down"));
        assertThat(addresses(ALICE, "From: \"info@example.org boss@example.org\" <alice@example.org>"))
                .isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void objectsToMoreHeaderThanIsHeld() {
        RawMessage message = RawMessage.of("", "From: <x@example.net>").holding(5);
        assertThat(reason(check(true, DisplayNameCheckConfig.USUAL_FIELDS)
                        .check(message)
                        .join()))
                .isEqualTo("more header than can be checked");
    }

    @Test
    void doesNotMindWhatIsMissingOfFieldsThatItDoesNotLookAt() {
        RawMessage message = RawMessage.of("", "From: <x@example.net>", "Sender: " + "x".repeat(100));
        assertThat(check(true, DisplayNameCheckConfig.USUAL_FIELDS)
                        .check(message.holding(50))
                        .join())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void isDecidedAtOnceIfAllIsKnownAndWaitsIfNot() {
        KnownTable table = KnownTable.of("example.org", "x");
        DisplayNameCheck check = check(true, DisplayNameCheckConfig.USUAL_FIELDS, table);
        RawMessage message = RawMessage.of(ALICE, "From: \"example.com example.org\" <x@example.net>");
        assertThat(check.check(message)).isDone();
        table.slow = true;
        CompletableFuture<Verdict> open = check.check(message);
        assertThat(open).isNotDone();
        table.letGo();
        assertThat(open.join()).isInstanceOf(Verdict.Objection.class);
    }

    @Test
    void needsTheLoginOnlyForItsRights() {
        assertThat(check(true, DisplayNameCheckConfig.USUAL_FIELDS).needs().facts())
                .containsExactly("sasl_username");
        assertThat(check(true, DisplayNameCheckConfig.USUAL_FIELDS).needs().fields())
                .containsExactly("from");
        assertThat(new DisplayNameCheck(
                                Optional.empty(),
                                new DisplayNameCheckConfig(
                                        DisplayNameCheckConfig.USUAL_FIELDS, true, List.of(), AddressConfig.DEFAULTS))
                        .needs()
                        .facts())
                .isEmpty();
    }
}
