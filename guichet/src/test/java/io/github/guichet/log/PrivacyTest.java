package io.github.guichet.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class PrivacyTest {

    private static final String FAILED = "auth failed: service=imap mech=PLAIN user=<%s> rip=%s reason=wrong password";

    private static String auth(AddressPrivacy addresses, IpPrivacy ips, String user, String rip) {
        return logged(addresses, ips, String.format(FAILED, user, rip));
    }

    private static String logged(AddressPrivacy addresses, IpPrivacy ips, String message) {
        return LoggedBytes.text(new Privacy(addresses, ips, LoggedBytes.KEY))
                .log("io.github.guichet.auth", Level.INFO, message)
                .strip();
    }

    @Test
    void keepsDomainsAndNetworks() {
        assertThat(auth(AddressPrivacy.DOMAIN, IpPrivacy.SHORTEN, "alice@example.org", "203.0.113.7"))
                .isEqualTo("<6>" + String.format(FAILED, "*@example.org", "203.0.113.0/24"));
        assertThat(auth(AddressPrivacy.DOMAIN, IpPrivacy.SHORTEN, "alice", "2001:db8:1:2::7"))
                .isEqualTo("<6>" + String.format(FAILED, "*", "2001:db8:1:0:0:0:0:0/48"));
        assertThat(auth(AddressPrivacy.DOMAIN, IpPrivacy.SHORTEN, "", "-"))
                .isEqualTo("<6>" + String.format(FAILED, "", "-"));
    }

    @Test
    void hashesTheSameToTheSameOnly() {
        String one = auth(AddressPrivacy.HASH, IpPrivacy.HASH, "Alice@example.org", "203.0.113.7");
        assertThat(one).matches("<6>auth failed: .* user=<#[0-9a-f]{12}> rip=#[0-9a-f]{12} reason=wrong password");
        assertThat(auth(AddressPrivacy.HASH, IpPrivacy.HASH, "alice@example.org", "203.0.113.7"))
                .isEqualTo(one);
        assertThat(auth(AddressPrivacy.HASH, IpPrivacy.HASH, "bob@example.org", "203.0.113.7"))
                .isNotEqualTo(one);
        assertThat(LogKey.random().number("alice@example.org"))
                .isNotEqualTo(LogKey.random().number("alice@example.org"));
    }

    @Test
    void knowsTheFieldsOfEveryEvent() {
        assertThat(logged(
                        AddressPrivacy.HASH,
                        IpPrivacy.SHORTEN,
                        "breach: kind=over rule=<outgoing> login=<bob@a.example> subject=<bob@a.example> used=1 limit=1/1h"
                                + " lock=open networks=<203.0.113.0/24,2001:db8:0:1::/64> domains=<b.example,c.example>"
                                + " action=<450 4.7.1 <x>> id=1"))
                .as("not escaped as a line is, so it is a sentence")
                .contains("login=<#")
                .doesNotContain("bob");
        assertThat(logged(
                        AddressPrivacy.HASH,
                        IpPrivacy.SHORTEN,
                        "breach: kind=over rule=<outgoing> login=<bob> subject=<203.0.113.9> networks=<203.0.113.0/24,2001:db8:0:1::/64>"
                                + " domains=<b.example,c.example> action=<450 4.7.1 too much from bob@a.example>"))
                .matches("<6>breach: kind=over rule=<outgoing> login=<#[0-9a-f]{12}> subject=<203.0.113.0/24>"
                        + " networks=<203.0.113.0/24,2001:db8:0:0:0:0:0:0/48> domains=<#[0-9a-f]{12},#[0-9a-f]{12}>"
                        + " action=<450 4.7.1 too much from #[0-9a-f]{12}>");
        assertThat(logged(
                        AddressPrivacy.DOMAIN,
                        IpPrivacy.FULL,
                        "milter: rule=<a@b.example> from=<x@c.example, y@d.example> sender=<z@e.example>"))
                .isEqualTo("<6>milter: rule=<a@b.example> from=<*@c.example, *@d.example> sender=<*@e.example>");
    }

    @Test
    void looksForAddressesInSentences() {
        assertThat(
                        logged(
                                AddressPrivacy.DOMAIN,
                                IpPrivacy.SHORTEN,
                                "map a: key 'alice+x@example.org' has two entries, <bob@[192.0.2.1]>; 203.0.113.7:3306 refused, from"
                                        + " 203.0.113.8. And [2001:db8:1:2::3]:389: gone; at 10:20:30, 127.0.0.1:25 and ::1 stay"))
                .isEqualTo(
                        "<6>map a: key '*@example.org' has two entries, <*@[192.0.2.0/24]>; 203.0.113.0/24:3306 refused,"
                                + " from 203.0.113.0/24. And [2001:db8:1:0:0:0:0:0/48]:389: gone; at 10:20:30, 127.0.0.1:25 and ::1"
                                + " stay");
    }

    @Test
    void knowsAddressesInOddNotations() {
        assertThat(
                        logged(
                                AddressPrivacy.DOMAIN,
                                IpPrivacy.SHORTEN,
                                "no limits for \"john \\\"the\\\" doe\"@example.org, jos\\u00e9@example.org; HELO"
                                        + " [IPv6:2001:db8:1:2::3], inet:203.0.113.7:25, client:2001:db8:1:2::4, ::ffff:203.0.113.7"))
                .isEqualTo("<6>no limits for *@example.org, *@example.org; HELO [IPv6:2001:db8:1:0:0:0:0:0/48],"
                        + " inet:203.0.113.0/24:25, client:2001:db8:1:0:0:0:0:0/48, 203.0.113.0/24");
    }

    @Test
    void knowsWhoIsLockedOut() {
        assertThat(logged(AddressPrivacy.DOMAIN, IpPrivacy.FULL, "locked out: user=<a\\u003e\\u0020b> by=<my rule>"))
                .isEqualTo("<6>locked out: user=<*> by=<my rule>");
        assertThat(logged(AddressPrivacy.DOMAIN, IpPrivacy.FULL, "unlocked by another process: user=<joe>"))
                .isEqualTo("<6>unlocked by another process: user=<*>");
    }
}
