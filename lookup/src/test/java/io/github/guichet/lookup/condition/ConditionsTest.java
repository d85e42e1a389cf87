package io.github.guichet.lookup.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Network;
import io.github.guichet.lookup.ScriptedTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.SearchedTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private static final AddressConfig HERE = AddressConfig.DEFAULTS.withLocalDomains(Set.of("here.example"));

    private static Facts facts(String... namesAndValues) {
        return name -> {
            for (int i = 0; i < namesAndValues.length; i += 2) {
                if (namesAndValues[i].equals(name)) {
                    return namesAndValues[i + 1];
                }
            }
            return "";
        };
    }

    private static Condition oneOf(String fact, String... values) throws ConditionException {
        return Conditions.of(fact, new FactTest.OneOf(List.of(values)), AddressConfig.DEFAULTS);
    }

    private static boolean holds(Condition condition, String... facts) {
        CompletableFuture<Match> match = condition.matches(facts(facts));
        assertThat(match).isDone();
        return match.join() instanceof Match.Yes;
    }

    @Test
    void comparesAddressesWithoutCaseAndWholly() throws ConditionException {
        Condition condition = oneOf("recipient", "Box@Example.Org", "postmaster");

        assertThat(holds(condition, "recipient", "bOx@example.ORG")).isTrue();
        assertThat(holds(condition, "recipient", "box@example.org.")).isTrue();
        assertThat(holds(condition, "recipient", "Postmaster")).isTrue();
        assertThat(holds(condition, "recipient", "box+tag@example.org")).isTrue();
        assertThat(holds(condition, "recipient", "boxes@example.org")).isFalse();
        assertThat(holds(condition, "recipient", "box@sub.example.org")).isFalse();
        assertThat(holds(condition, "recipient", "postmaster@example.org")).isFalse();
        assertThat(holds(condition, "recipient", "")).isFalse();
    }

    @Test
    void noSpellingOfARecipientGetsAroundAList() throws ConditionException {
        Condition condition =
                Conditions.of("recipient", new FactTest.OneOf(List.of("box@example.org", "@closed.example")), HERE);

        for (String spelling : List.of(
                "box%example.org",
                "box%example.org@here.example",
                "example.org!box",
                "@relay.example,@other.example:box@example.org",
                "\"box\"@example.org.",
                "box+tag%example.org",
                "closed.example!anybody@here.example")) {
            assertThat(holds(condition, "recipient", spelling)).as(spelling).isTrue();
        }
        assertThat(holds(condition, "recipient", "box%example.org@elsewhere.example"))
                .isFalse();
    }

    @Test
    void anExtensionIsAPartOfALogin() throws ConditionException {
        assertThat(holds(oneOf("sasl_username", "box@example.org"), "sasl_username", "box+tag@example.org"))
                .isFalse();
    }

    @Test
    void asksAMapForTheAddressThatPostfixWillMakeOfARecipient() throws ConditionException {
        ScriptedTable vips = new ScriptedTable("vips").with("box@example.org", "x");
        Condition condition = Conditions.of("recipient", new FactTest.InMap(vips), HERE);

        assertThat(holds(condition, "recipient", "box%example.org@here.example"))
                .isTrue();
        assertThat(holds(condition, "recipient", "\"box\"@example.org.")).isTrue();
        assertThat(holds(condition, "recipient", "other@example.org")).isFalse();
    }

    @Test
    void anAtSignMeansADomainAndADotTheDomainsBelow() throws ConditionException {
        Condition domain = oneOf("sender", "@example.org");
        Condition below = oneOf("sender", ".example.org");

        assertThat(holds(domain, "sender", "a@EXAMPLE.org")).isTrue();
        assertThat(holds(domain, "sender", "a@sub.example.org")).isFalse();
        assertThat(holds(below, "sender", "a@sub.example.org")).isTrue();
        assertThat(holds(below, "sender", "a@a.b.example.org")).isTrue();
        assertThat(holds(below, "sender", "a@example.org")).isFalse();
        assertThat(holds(below, "sender", "a@otherexample.org")).isFalse();
        assertThat(holds(domain, "sender", "\"x@example.org\"@evil.example")).isFalse();
    }

    @Test
    void aDomainIsTheSameInBothEncodings() throws ConditionException {
        Condition condition = oneOf("sender", "@müller.example", "a@xn--mller-kva.test");

        assertThat(holds(condition, "sender", "x@xn--mller-kva.example")).isTrue();
        assertThat(holds(condition, "sender", "x@MÜLLER.example")).isTrue();
        assertThat(holds(condition, "sender", "A@müller.test")).isTrue();
    }

    @Test
    void theNullSenderIsNotASenderThatNobodyHasNamedYet() throws ConditionException {
        Condition condition = oneOf("sender", "<>");

        assertThat(holds(condition, "sender", "", "protocol_state", "RCPT")).isTrue();
        assertThat(holds(condition, "sender", "", "protocol_state", "END-OF-MESSAGE"))
                .isTrue();
        assertThat(holds(condition, "sender", "", "protocol_state", "HELO")).isFalse();
        assertThat(holds(condition, "sender", "", "protocol_state", "connect")).isFalse();
        assertThat(holds(condition, "sender", "<>", "protocol_state", "RCPT")).isFalse();
    }

    @Test
    void comparesClientsWithNetworks() throws ConditionException {
        Condition condition = oneOf("client_address", "10.0.0.0/8", "2001:db8::/32", "192.0.2.7");

        assertThat(holds(condition, "client_address", "10.200.1.1")).isTrue();
        assertThat(holds(condition, "client_address", "2001:db8:1::5")).isTrue();
        assertThat(holds(condition, "client_address", "192.0.2.7")).isTrue();
        assertThat(holds(condition, "client_address", "192.0.2.8")).isFalse();
        assertThat(holds(condition, "client_address", "unknown")).isFalse();
        assertThat(holds(condition, "client_address", "")).isFalse();
    }

    @Test
    void comparesNamesOfHostsWithNamesAndParents() throws ConditionException {
        Condition condition = oneOf("client_name", "MX.example.org", ".example.net");

        assertThat(holds(condition, "client_name", "mx.Example.org")).isTrue();
        assertThat(holds(condition, "client_name", "a.b.example.net")).isTrue();
        assertThat(holds(condition, "client_name", "example.net")).isFalse();
    }

    @Test
    void comparesAnythingElseWholly() throws ConditionException {
        Condition condition = oneOf("policy_context", "Submission");

        assertThat(holds(condition, "policy_context", "submission")).isTrue();
        assertThat(holds(condition, "policy_context", "submissions")).isFalse();
        assertThat(holds(condition)).isFalse();
    }

    @Test
    void saysWhetherThereIsAValue() throws ConditionException {
        Condition loggedIn = Conditions.of("sasl_username", new FactTest.Present(true), AddressConfig.DEFAULTS);
        Condition nameless = Conditions.of("client_name", new FactTest.Present(false), AddressConfig.DEFAULTS);

        assertThat(holds(loggedIn, "sasl_username", "bob")).isTrue();
        assertThat(holds(loggedIn)).isFalse();
        assertThat(holds(nameless, "client_name", "unknown")).isTrue();
        assertThat(holds(nameless, "client_name", "mx.example.org")).isFalse();
        // A login may have that name; only of clients Postfix says so.
        assertThat(holds(loggedIn, "sasl_username", "unknown")).isTrue();
    }

    @Test
    void asksAMapByTheMapsOwnSearch() throws ConditionException {
        Table vips = new SearchedTable(
                new ValuesTable("vips", Map.of("boss@example.org", "x", "@vip.example", "x")),
                KeyRules.forParameter("virtual_mailbox_maps", AddressConfig.DEFAULTS)
                        .orElseThrow());
        Condition condition = Conditions.of("recipient", new FactTest.InMap(vips), AddressConfig.DEFAULTS);

        assertThat(holds(condition, "recipient", "Boss+tag@example.org")).isTrue();
        assertThat(holds(condition, "recipient", "any@vip.example")).isTrue();
        assertThat(holds(condition, "recipient", "other@example.org")).isFalse();
    }

    @Test
    void asksAMapOfClientsByNetworks() throws ConditionException {
        Table clients = new SearchedTable(
                new ValuesTable("clients", Map.of("192.0.2", "x")),
                KeyRules.forParameter("check_client_access", AddressConfig.DEFAULTS)
                        .orElseThrow());
        Condition condition = Conditions.of("client_address", new FactTest.InMap(clients), AddressConfig.DEFAULTS);

        assertThat(holds(condition, "client_address", "192.0.2.77")).isTrue();
        assertThat(holds(condition, "client_address", "192.0.3.77")).isFalse();
    }

    @Test
    void asksNobodyAboutWhatIsNotThere() throws ConditionException {
        ScriptedTable map = new ScriptedTable("map").with("unknown", "x");
        Condition client = Conditions.of("client_address", new FactTest.InMap(map), AddressConfig.DEFAULTS);
        Condition login = Conditions.of("sasl_username", new FactTest.InMap(map), AddressConfig.DEFAULTS);

        assertThat(holds(client, "client_address", "unknown")).isFalse();
        assertThat(holds(login, "sasl_username", "")).isFalse();
        assertThat(holds(login, "sasl_username", "a\u0001b")).isFalse();
        assertThat(map.asked).isEmpty();
    }

    @Test
    void asksForTheNullSenderAsAccessTablesHaveIt() throws ConditionException {
        ScriptedTable map = new ScriptedTable("map").with("<>", "x");
        Condition condition = Conditions.of("sender", new FactTest.InMap(map), AddressConfig.DEFAULTS);

        assertThat(holds(condition, "sender", "", "protocol_state", "RCPT")).isTrue();
        assertThat(holds(condition, "sender", "", "protocol_state", "CONNECT")).isFalse();
    }

    @Test
    void doesNotKnowWhatAMapThatIsDownWouldSay() throws ConditionException {
        ScriptedTable map = new ScriptedTable("vips").down();
        Condition condition = Conditions.of("recipient", new FactTest.InMap(map), AddressConfig.DEFAULTS);

        assertThat(condition.matches(facts("recipient", "a@example.org")).join())
                .isEqualTo(new Match.Unavailable("vips is down"));
        assertThat(Conditions.not(condition)
                        .matches(facts("recipient", "a@example.org"))
                        .join())
                .isEqualTo(new Match.Unavailable("vips is down"));
    }

    @Test
    void whatDoesNotHoldDecidesEvenIfAMapIsDown() throws ConditionException {
        ScriptedTable down = new ScriptedTable("vips").down();
        ScriptedTable empty = new ScriptedTable("empty");
        Condition unknown = Conditions.of("recipient", new FactTest.InMap(down), AddressConfig.DEFAULTS);
        Condition no = Conditions.of("recipient", new FactTest.InMap(empty), AddressConfig.DEFAULTS);

        assertThat(Conditions.of(List.of(unknown, no), List.of())
                        .matches(facts("recipient", "a@example.org"))
                        .join())
                .isEqualTo(Match.NO);
        assertThat(Conditions.of(List.of(unknown), List.of(no))
                        .matches(facts("recipient", "a@example.org"))
                        .join())
                .isEqualTo(new Match.Unavailable("vips is down"));
    }

    @Test
    void asksNoMapIfAFactSaysNoAlready() throws ConditionException {
        ScriptedTable map = new ScriptedTable("vips").with("a@example.org", "x");
        Condition condition = Conditions.of(
                List.of(
                        Conditions.of("recipient", new FactTest.InMap(map), AddressConfig.DEFAULTS),
                        oneOf("protocol_state", "data")),
                List.of());

        assertThat(holds(condition, "recipient", "a@example.org", "protocol_state", "RCPT"))
                .isFalse();
        assertThat(map.asked).isEmpty();
        assertThat(holds(condition, "recipient", "a@example.org", "protocol_state", "DATA"))
                .isTrue();
    }

    @Test
    void wantsAllOfWhenAndNoneOfUnless() throws ConditionException {
        Condition condition = Conditions.of(
                List.of(oneOf("policy_context", "submission"), oneOf("sender", "@example.org")),
                List.of(oneOf("sasl_username", "robot"), oneOf("client_address", "127.0.0.1")));

        String[] base = {"policy_context", "submission", "sender", "a@example.org"};
        assertThat(holds(condition, base)).isTrue();
        assertThat(holds(condition, with(base, "sasl_username", "robot"))).isFalse();
        assertThat(holds(condition, with(base, "client_address", "127.0.0.1"))).isFalse();
        assertThat(holds(condition, "policy_context", "submission")).isFalse();
        assertThat(holds(Conditions.of(List.of(), List.of()))).isTrue();
    }

    private static String[] with(String[] base, String name, String value) {
        String[] all = java.util.Arrays.copyOf(base, base.length + 2);
        all[base.length] = name;
        all[base.length + 1] = value;
        return all;
    }

    @Test
    void refusesWhatCannotBe() {
        assertRefused("protocol_state", "\"RECIPIENT\" is no protocol_state; allowed: CONNECT, DATA", "RECIPIENT");
        assertRefused("client_address", "\"10.0.0.0/33\" is no network", "10.0.0.0/33");
        assertRefused("client_address", "\"localhost\" is no network", "localhost");
        assertRefused("sender", "is no address; allowed: user@example.org", "*@example.org");
        assertRefused("sender", "is no address", "@");
        assertRefused("sender", "is no address", "");
        assertRefused("sasl_username", "only a sender can be <>", "<>");
        assertRefused("helo_name", "is no name of a host", "*.example.org");
        assertRefused("policy_context", "write false instead", "");
        assertRefused("sender", "an empty list never matches");
        assertRefused("Helo Name", "is no name of an attribute", "x");
        assertThatThrownBy(() -> Conditions.of("protocol_state", new FactTest.Present(true), AddressConfig.DEFAULTS))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("must be one of CONNECT");
    }

    private static void assertRefused(String fact, String message, String... values) {
        assertThatThrownBy(() -> oneOf(fact, values))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyKeyOfAConfigurationStandsForAnAttributeThatPostfixSends() {
        assertThat(Conditions.KEYS.values())
                .containsExactlyInAnyOrder(
                        "protocol_state", "sasl_username", "sender", "recipient", "client_address", "policy_context");
        assertThat(Network.parse("unknown")).isEmpty();
    }
}
