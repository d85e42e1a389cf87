package io.github.guichet.lookup.sendas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.ScriptedTable;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendAsRulesTest {

    private final Site site = new Site();

    @Test
    void letsALoginSendAsItsOwnAddressWithoutAskingAnybody() {
        assertThat(site.said("Bob@X.example", "bob@x.EXAMPLE")).isEqualTo("own-address");
        assertThat(site.said("bob+tag@x.example", "bob+tag@x.example")).isEqualTo("own-address");
        assertThat(site.senders.asked).isEmpty();
        assertThat(site.accounts.asked).isEmpty();
    }

    @Test
    void letsALoginSendAsItsAddressWithAnExtensionUnlessThatIsSomebodyElse() {
        site.address = AddressConfig.DEFAULTS.withRecipientDelimiter("+-");
        site.accounts.with("mary-jane@x.example", "1");
        site.senders.with("mary-lists@x.example", "eve");
        site.aliases.with("desk@x.example", "mary-jane@x.example").with("shop@x.example", "mary+shop@x.example");
        assertThat(site.said("mary@x.example", "Mary+Shop@x.example")).isEqualTo("extension");
        assertThat(site.said("mary@x.example", "mary-jane@x.example")).isEqualTo("refused");
        assertThat(site.said("mary@x.example", "mary-lists@x.example")).isEqualTo("refused");
        assertThat(site.said("mary@x.example", "desk@x.example")).isEqualTo("refused");
        assertThat(site.said("mary-jane@x.example", "desk@x.example")).isEqualTo("alias");
        assertThat(site.said("mary@x.example", "shop@x.example")).isEqualTo("alias");
        site.accounts.down();
        assertThat(site.said("mary@x.example", "mary-jane@x.example")).isEqualTo("unavailable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "bob@m\u00fcller.example        | bob@xn--mller-kva.example   | own-address",
                "bob@xn--mller-kva.example | bob@M\u00dcLLER.example          | own-address",
                "\"a b\"@x.example           | a b@x.example               | own-address",
                "a b@x.example              | \"a b\"@x.example            | own-address",
                "bob@x.example              | bob@x.example.              | own-address",
                "bob@x.example              | @relay.example:bob@x.example | own-address",
                "bob@x.example              | bob%x.example               | own-address",
                "bob@x.example              | x.example!bob               | own-address",
                "bob                        | bob@here.example            | own-address",
                "bob                        | bob+t@here.example          | extension",
                "bob                        | bob@x.example               | unowned",
                "bob@x.example              | bob@y.example               | unowned",
                "bob@x.example              | bob                         | unowned",
                "bob                        | Bob                         | own-address",
            })
    void knowsAnAddressInAllItsSpellings(String login, String sender, String expected) {
        assertThat(site.said(login, sender)).isEqualTo(expected);
    }

    @Test
    void seesThroughWhatPostfixWouldRewrite() {
        site.senders.with("ceo@x.example", "boss");
        assertThat(site.said("eve", "ceo@x.example.")).isEqualTo("refused");
        assertThat(site.said("eve", "ceo%x.example@here.example")).isEqualTo("refused");
        assertThat(site.said("eve", "\"ceo@x.example\"@here.example")).isEqualTo("refused");
        assertThat(site.said("eve", "@here.example:ceo%x.example")).isEqualTo("refused");
        assertThat(site.said("eve", "@".repeat(100) + "@here.example")).isEqualTo("unowned");
    }

    @Test
    void asksTheMapsAsPostfixDoes() {
        site.switches = withoutOwn();
        site.senders
                .with("info@x.example", "bob, eve\tcarol\n dave@x.example")
                .with("@x.example", "admin")
                .with("desk", "frank");
        assertThat(site.said("BOB", "Info@x.example")).isEqualTo("map");
        assertThat(site.said("Dave@X.Example", "info@x.example")).isEqualTo("map");
        assertThat(site.said("bob", "info+tag@x.example")).isEqualTo("extension");
        assertThat(site.said("admin", "info@x.example")).isEqualTo("refused");
        assertThat(site.said("admin", "anybody@x.example")).isEqualTo("catch-all");
        assertThat(site.said("bob", "anybody@x.example")).isEqualTo("refused");
        assertThat(site.said("frank", "desk@here.example")).isEqualTo("map");
        assertThat(site.said("bo", "info@x.example")).isEqualTo("refused");
        assertThat(site.said("admin", "nobody@elsewhere.example")).isEqualTo("unowned");
    }

    @Test
    void countsAllMapsThatHaveAKeyBeforeALessExactOne() {
        ScriptedTable more =
                new ScriptedTable("more").with("info@x.example", "carol").with("@x.example", "admin");
        site.more = Optional.of(more);
        site.senders.with("info@x.example", "bob");
        assertThat(site.said("bob", "info@x.example")).isEqualTo("map");
        assertThat(site.said("carol", "info@x.example")).isEqualTo("map");
        assertThat(site.said("admin", "info@x.example")).isEqualTo("refused");
        assertThat(site.said("admin", "other@x.example")).isEqualTo("catch-all");
        site.senders.down();
        assertThat(site.said("carol", "info@x.example")).isEqualTo("map");
        assertThat(site.said("admin", "other@x.example")).isEqualTo("unavailable");
    }

    @Test
    void takesAGroupForItsMembers() {
        site.senders.with("sales@x.example", "sales-team, boss");
        site.groups
                .with("sales-team", "bob, juniors")
                .with("juniors", "carol@x.example Sales-Team")
                .with("circle", "circle");
        assertThat(site.said("bob", "sales@x.example")).isEqualTo("group");
        assertThat(site.said("Carol@x.example", "sales@x.example")).isEqualTo("group");
        assertThat(site.said("boss", "sales@x.example")).isEqualTo("map");
        assertThat(site.said("eve", "sales@x.example")).isEqualTo("refused");
        assertThat(site.owners("sales@x.example"))
                .containsExactly("sales-team map", "boss map", "bob group", "juniors group", "carol@x.example group");
    }

    @Test
    void doesNotGuessWhenGroupsHaveNoEnd() {
        site.senders.with("sales@x.example", "g0");
        for (int i = 0; i < 30; i++) {
            site.groups.with("g" + i, "g" + (i + 1) + ", m" + i);
        }
        assertThat(site.said("m5", "sales@x.example")).isEqualTo("group");
        assertThat(site.said("m29", "sales@x.example")).isEqualTo("unavailable");
        site.groups.with(
                "g0",
                "x,".repeat(2)
                        + String.join(
                                ",",
                                IntStream.range(0, 10_001)
                                        .mapToObj(i -> "u" + i)
                                        .toList()));
        assertThat(site.said("eve", "sales@x.example")).isEqualTo("unavailable");
    }

    @Test
    void takesAnAliasForTheOnlyOneThatItLeadsTo() {
        site.aliases
                .with("sales@x.example", "info@x.example")
                .with("info@x.example", "bob@x.example")
                .with("team@x.example", "bob@x.example, eve@x.example")
                .with("twice@x.example", "info@x.example, bob@x.example")
                .with("self@x.example", "self@x.example")
                .with("round@x.example", "about@x.example")
                .with("about@x.example", "round@x.example")
                .with("@catch.example", "bob@x.example")
                .with("@old.example", "@x.example");
        assertThat(site.said("bob@x.example", "Sales@x.example")).isEqualTo("alias");
        assertThat(site.said("bob@x.example", "sales+tag@x.example")).isEqualTo("alias");
        assertThat(site.said("info@x.example", "sales@x.example")).isEqualTo("alias");
        assertThat(site.said("bob@x.example", "twice@x.example")).isEqualTo("alias");
        assertThat(site.said("bob@x.example", "team@x.example")).isEqualTo("unowned");
        assertThat(site.said("eve@x.example", "team@x.example")).isEqualTo("unowned");
        assertThat(site.said("eve@x.example", "sales@x.example")).isEqualTo("refused");
        assertThat(site.said("bob@x.example", "self@x.example")).isEqualTo("unowned");
        assertThat(site.said("bob@x.example", "round@x.example")).isEqualTo("refused");
        assertThat(site.said("bob@x.example", "who@catch.example")).isEqualTo("catch-all");
        assertThat(site.said("bob@x.example", "bob@old.example")).isEqualTo("alias");
        assertThat(site.said("bob@x.example", "info@old.example")).isEqualTo("alias");
        assertThat(site.said("bob@x.example", "team@old.example")).isEqualTo("refused");
    }

    @Test
    void keepsTheAliasOfSomebodyWhoHasMailForwarded() {
        site.aliases
                .with("sales@x.example", "bob@x.example")
                .with("bob@x.example", "bob@x.example, bob@elsewhere.example");
        assertThat(site.said("bob@x.example", "sales@x.example")).isEqualTo("alias");
        assertThat(site.said("bob@elsewhere.example", "sales@x.example")).isEqualTo("refused");
    }

    @Test
    void givesAnAliasToTheLoginThatAloneOwnsWhatItLeadsTo() {
        site.aliases.with("sales@x.example", "bob@x.example").with("desk@x.example", "shared@x.example");
        site.senders.with("bob@x.example", "u1001").with("shared@x.example", "u1001,u1002");
        assertThat(site.said("u1001", "sales@x.example")).isEqualTo("alias");
        assertThat(site.said("u1002", "sales@x.example")).isEqualTo("refused");
        assertThat(site.said("u1001", "desk@x.example")).isEqualTo("refused");
        assertThat(site.owners("sales@x.example")).containsExactly("bob@x.example alias", "u1001 alias");
    }

    @Test
    void takesAnAliasDomainForTheDomainItStandsFor() {
        site.aliasDomains.with("old.example", "x.example").with("xn--mller-kva.example", "@x.example");
        site.senders.with("info@x.example", "eve").with("@x.example", "admin");
        assertThat(site.said("bob@x.example", "bob@old.example")).isEqualTo("alias-domain");
        assertThat(site.said("bob@x.example", "bob+t@OLD.example")).isEqualTo("alias-domain");
        assertThat(site.said("bob@x.example", "bob@m\u00fcller.example")).isEqualTo("alias-domain");
        assertThat(site.said("eve", "info@old.example")).isEqualTo("alias-domain");
        assertThat(site.said("admin", "who@old.example")).isEqualTo("alias-domain");
        assertThat(site.said("admin", "info@old.example")).isEqualTo("refused");
        assertThat(site.said("bob@old.example", "bob@x.example")).isEqualTo("refused");
    }

    @Test
    void letsSomeSendAsAnything() {
        site.anyAddress = List.of("backup");
        site.relays
                .with("crm", "1")
                .with("shop", "shop.example, @y.example")
                .with("news", "news@x.example .sub.example");
        assertThat(site.said("Backup", "anybody@anywhere.example")).isEqualTo("any-address");
        assertThat(site.said("CRM", "anybody@anywhere.example")).isEqualTo("any-address");
        assertThat(site.said("shop", "a@Shop.example")).isEqualTo("any-address");
        assertThat(site.said("shop", "a@y.example")).isEqualTo("any-address");
        assertThat(site.said("shop", "a@x.example")).isEqualTo("unowned");
        assertThat(site.said("news", "News@x.example")).isEqualTo("any-address");
        assertThat(site.said("news", "a@b.sub.example")).isEqualTo("any-address");
        assertThat(site.said("news", "a@sub.example")).isEqualTo("unowned");
        assertThat(site.said("eve", "anybody@anywhere.example")).isEqualTo("unowned");
        assertThat(site.owners("anybody@anywhere.example")).containsExactly("backup any-address");
    }

    @Test
    void switchesEachRightOff() {
        site.switches = SendAsSwitches.NONE;
        site.anyAddress = List.of("any");
        site.senders.with("info@x.example", "bob, team").with("@x.example", "admin");
        site.groups.with("team", "carol");
        site.aliases.with("sales@x.example", "bob@x.example");
        site.aliasDomains.with("old.example", "x.example");
        site.relays.with("relay", "1");
        assertThat(site.said("bob", "info@x.example")).isEqualTo("map");
        assertThat(site.said("bob@x.example", "bob@x.example")).isEqualTo("unowned");
        assertThat(site.said("bob", "info+t@x.example")).isEqualTo("unowned");
        assertThat(site.said("admin", "who@x.example")).isEqualTo("unowned");
        assertThat(site.said("carol", "info@x.example")).isEqualTo("refused");
        assertThat(site.said("bob@x.example", "sales@x.example")).isEqualTo("unowned");
        assertThat(site.said("bob", "info@old.example")).isEqualTo("unowned");
        assertThat(site.said("any", "who@x.example")).isEqualTo("unowned");
        assertThat(site.said("relay", "who@x.example")).isEqualTo("unowned");
        site.byDomain.put("x.example", SendAsSwitches.ALL);
        assertThat(site.said("bob@x.example", "bob@X.example")).isEqualTo("own-address");
        assertThat(site.said("bob", "info+t@x.example")).isEqualTo("extension");
        assertThat(site.said("admin", "who@x.example")).isEqualTo("catch-all");
        assertThat(site.said("carol", "info@x.example")).isEqualTo("group");
        assertThat(site.said("bob@x.example", "sales@x.example")).isEqualTo("alias");
        assertThat(site.said("any", "who@x.example")).isEqualTo("any-address");
        assertThat(site.said("relay", "who@x.example")).isEqualTo("any-address");
        assertThat(site.said("bob", "info@old.example")).isEqualTo("unowned");
        site.byDomain.put("old.example", new SendAsSwitches(false, false, false, true, false, false, false));
        assertThat(site.said("bob", "info@old.example")).isEqualTo("alias-domain");
        site.byDomain.put("x.example", new SendAsSwitches(false, false, true, false, false, false, false));
        site.aliases.with("@x.example", "eve@x.example");
        assertThat(site.said("bob@x.example", "sales@x.example")).isEqualTo("alias");
        assertThat(site.said("bob@x.example", "sales+t@x.example")).isEqualTo("unowned");
        assertThat(site.said("eve@x.example", "who@x.example")).isEqualTo("unowned");
    }

    @Test
    void tellsAnAddressThatSomebodyOwnsFromOneThatNobodyDoes() {
        site.accounts.with("bob@x.example", "1").with("carol", "1");
        assertThat(site.said("eve@x.example", "Bob@x.example")).isEqualTo("refused");
        assertThat(site.said("eve@x.example", "bob+t@x.example")).isEqualTo("refused");
        assertThat(site.said("eve@x.example", "carol@here.example")).isEqualTo("refused");
        assertThat(site.said("eve@x.example", "carol@x.example")).isEqualTo("unowned");
        assertThat(site.owners("bob+t@x.example")).containsExactly("bob@x.example extension");
        assertThat(site.owners("Carol@here.example")).containsExactly("carol own-address");
        assertThat(site.owners("who@x.example")).isEmpty();
        site.accounts.down();
        assertThat(site.said("eve@x.example", "bob@x.example")).isEqualTo("unavailable");
        assertThat(site.said("bob@x.example", "bob@x.example")).isEqualTo("own-address");
        assertThat(site.rules().owners("bob@x.example", new Trail()).join()).isInstanceOf(Owners.Unavailable.class);
    }

    @Test
    void neverRefusesWhatAnUnavailableMapCouldHaveAllowed() {
        site.senders.with("info@x.example", "bob").down();
        assertThat(site.said("bob", "info@x.example")).isEqualTo("unavailable");
        assertThat(site.said("info@x.example", "info@x.example")).isEqualTo("own-address");
        site.senders.down = false;
        for (ScriptedTable table : List.of(site.aliases, site.aliasDomains, site.relays)) {
            table.down();
            assertThat(site.said("eve", "info@x.example")).isEqualTo("unavailable");
            assertThat(site.said("bob", "info@x.example")).isEqualTo("map");
            table.down = false;
        }
        site.groups.down();
        assertThat(site.said("eve", "info@x.example")).isEqualTo("unavailable");
        site.relays.with("eve", "yes");
        assertThat(site.said("eve", "info@x.example")).isEqualTo("any-address");
    }

    @Test
    void saysTheSameWhenAnswersComeLate() {
        site.senders.with("sales@x.example", "team").hold = true;
        site.groups.with("team", "bob").hold = true;
        site.aliases.hold = true;
        site.aliasDomains.hold = true;
        site.relays.hold = true;
        var answer = site.rules().maySend("bob", "sales@x.example", new Trail());
        var refused = site.rules().maySend("eve", "sales@x.example", new Trail());
        while (!answer.isDone() || !refused.isDone()) {
            List.of(site.senders, site.groups, site.aliases, site.aliasDomains, site.relays)
                    .forEach(ScriptedTable::letGo);
        }
        assertThat(answer.join()).isEqualTo(new SendAsVerdict.Allowed(SendAsRight.GROUP, "team"));
        assertThat(refused.join()).isEqualTo(new SendAsVerdict.Refused(true));
    }

    @Test
    void takesAnEntryWithoutNamesForOwned() {
        site.senders.with("empty@x.example", " , ");
        assertThat(site.said("bob", "empty@x.example")).isEqualTo("refused");
        assertThat(site.rules().owners("empty@x.example", new Trail()).join())
                .isEqualTo(new Owners.Known(List.of(), true));
        assertThat(site.rules().owners("who@x.example", new Trail()).join())
                .isEqualTo(new Owners.Known(List.of(), false));
    }

    @Test
    void refusesWhatCannotBeAnAddressWithoutAsking() {
        assertThat(site.said("bob", "a\u0000b@x.example")).isEqualTo("unowned");
        assertThat(site.said("", "a@x.example")).isEqualTo("unowned");
        assertThat(site.owners("\"open@x.example")).isEmpty();
        assertThat(site.senders.asked).isEmpty();
    }

    @Test
    void cutsAtEachDelimiter() {
        site.address = AddressConfig.DEFAULTS.withRecipientDelimiter("+-");
        assertThat(site.said("bob@x.example", "bob-list@x.example")).isEqualTo("extension");
        assertThat(site.said("bob@x.example", "bob+list-x@x.example")).isEqualTo("extension");
        site.address = AddressConfig.DEFAULTS.withRecipientDelimiter("");
        assertThat(site.said("bob@x.example", "bob+list@x.example")).isEqualTo("unowned");
    }

    private static SendAsSwitches withoutOwn() {
        return new SendAsSwitches(false, true, true, true, true, true, true);
    }
}
