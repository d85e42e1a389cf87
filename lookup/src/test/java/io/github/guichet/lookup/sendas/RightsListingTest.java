package io.github.guichet.lookup.sendas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.sendas.SendAsRights.Known;
import io.github.guichet.lookup.sendas.SendAsRights.Right;
import io.github.guichet.lookup.sendas.SendAsRights.Unavailable;
import org.junit.jupiter.api.Test;

class RightsListingTest {

    private final Site site = new Site();

    @Test
    void listsEverythingThatALoginMaySendAs() {
        site.senders
                .with("info@x.example", "bob@x.example")
                .with("@y.example", "team")
                .with("boss@x.example", "boss");
        site.groups.with("team", "bob@x.example");
        site.aliases.with("sales@x.example", "Bob@x.example").with("list@x.example", "bob@x.example,eve@x.example");
        site.aliasDomains.with("old.example", "x.example").with("far.example", "z.example");
        site.relays.with("bob@x.example", "shop.example,@news.example,one@z.example");
        Known known = (Known) site.rules().rights("bob@x.example");
        assertThat(known.rights())
                .containsExactlyInAnyOrder(
                        new Right("@shop.example", SendAsRight.ANY_ADDRESS, "relays", false),
                        new Right("@news.example", SendAsRight.ANY_ADDRESS, "relays", false),
                        new Right("one@z.example", SendAsRight.ANY_ADDRESS, "relays", false),
                        new Right("bob@x.example", SendAsRight.OWN_ADDRESS, "", true),
                        new Right("info@x.example", SendAsRight.MAP, "senders", true),
                        new Right("@y.example", SendAsRight.GROUP, "team", false),
                        new Right("sales@x.example", SendAsRight.ALIAS, "aliases", true),
                        new Right("bob@old.example", SendAsRight.ALIAS_DOMAIN, "alias-domains", true),
                        new Right("info@old.example", SendAsRight.ALIAS_DOMAIN, "alias-domains, senders", true),
                        new Right("sales@old.example", SendAsRight.ALIAS_DOMAIN, "alias-domains, aliases", true));
        assertThat(known.unlisted()).isEmpty();
    }

    @Test
    void listsNothingForALoginWithoutRights() {
        site.switches = SendAsSwitches.NONE;
        site.senders.with("info@x.example", "eve");
        assertThat(((Known) site.rules().rights("bob@x.example")).rights()).isEmpty();
    }

    @Test
    void isUnavailableIfAMapIs() {
        site.aliases.down();
        assertThat(site.rules().rights("bob@x.example")).isEqualTo(new Unavailable("aliases is down"));
    }
}
