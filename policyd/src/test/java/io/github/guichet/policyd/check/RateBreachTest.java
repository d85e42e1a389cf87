package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.Usage;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.check.RateConfig.Count;
import io.github.guichet.policyd.check.RateConfig.Per;
import io.github.guichet.policyd.notice.Breach;
import io.github.guichet.policyd.notice.Breach.Kind;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RateBreachTest extends RateCheckFixture {

    private List<Kind> kinds() {
        return breaches.stream().map(Breach::kind).toList();
    }

    private static RateConfig locking(int warnAt) {
        return new RateConfig(
                "outgoing",
                Per.LOGIN,
                Count.RECIPIENTS,
                new Limits(List.of(TEN_AN_HOUR)),
                RateOver.DEFER,
                warnAt,
                true,
                false,
                new ClientPrefix(32, 64),
                AddressConfig.DEFAULTS);
    }

    @Test
    void warnsOnceAndTellsOfTheBreachOnce() {
        RateCheck check = check(byLogin());
        ask(check, mail("a@example.org", 7));
        assertThat(breaches).isEmpty();
        ask(check, mail("a@example.org", 1));
        assertThat(kinds()).containsExactly(Kind.WARN);
        assertThat(breaches.get(0).usage()).isEqualTo(new Usage(TEN_AN_HOUR, 8));
        ask(check, mail("a@example.org", 2));
        for (int i = 0; i < 100; i++) {
            ask(check, mail("a@example.org", 1));
            clock.pass(Duration.ofSeconds(10));
        }
        assertThat(kinds()).containsExactly(Kind.WARN, Kind.OVER);
        Breach over = breaches.get(1);
        assertThat(over.rule()).isEqualTo("outgoing");
        assertThat(over.subject()).isEqualTo("a@example.org");
        assertThat(over.action()).startsWith("450 4.7.1 limit of 10 ");
    }

    @Test
    void tellsAgainOnlyAfterAWindowBelowTheMark() {
        RateCheck check = check(byLogin());
        for (int i = 0; i < 20; i++) {
            ask(check, mail("a@example.org", 8));
            ask(check, mail("a@example.org", 3));
            clock.pass(Duration.ofMinutes(40));
        }
        assertThat(kinds()).containsExactly(Kind.WARN, Kind.OVER);
        clock.pass(Duration.ofMinutes(90));
        ask(check, mail("a@example.org", 8));
        ask(check, mail("a@example.org", 3));
        assertThat(kinds()).containsExactly(Kind.WARN, Kind.OVER, Kind.WARN, Kind.OVER);
    }

    @Test
    void anotherProcessOnTheStoreDoesNotTellItAgain() {
        RateCheck one = check(byLogin());
        ask(one, mail("a@example.org", 10));
        ask(one, mail("a@example.org", 1));
        ask(check(byLogin()), mail("a@example.org", 1));
        assertThat(kinds()).containsExactly(Kind.WARN, Kind.OVER);
    }

    @Test
    void tellsAndLocksAgainAfterAReset() {
        RateCheck check = check(locking(80));
        breach(check);
        reset("a@example.org", check);
        breach(check);
        assertThat(kinds()).containsExactly(Kind.WARN, Kind.LOCKOUT, Kind.WARN, Kind.LOCKOUT);
        // Of somebody else.
        reset("b@example.org", check);
        ask(check, mail("a@example.org", 1));
        assertThat(breaches).hasSize(4);
        // On another host: this one has to ask the store again, which it does at least sixty times in a window.
        reset("a@example.org", check(locking(80)));
        clock.pass(Duration.ofSeconds(61));
        breach(check);
        assertThat(kinds().subList(4, breaches.size())).containsExactly(Kind.WARN, Kind.LOCKOUT);
    }

    private void breach(RateCheck check) {
        ask(check, mail("a@example.org", 10));
        ask(check, mail("a@example.org", 1));
    }

    private void reset(String subject, RateCheck check) {
        store.counters().reset(new CounterKey("outgoing", subject)).join();
        check.forgetTold(subject, Set.of(3600L)).join();
    }

    @Test
    void aSingleMailBeyondTheLimitLocksNobodyUnlessOthersWereSent() {
        RateCheck check = check(locking(0));
        ask(check, mail("a@example.org", 11));
        assertThat(kinds()).containsExactly(Kind.OVER);
        ask(check, mail("a@example.org", 1));
        ask(check, mail("a@example.org", 11));
        assertThat(kinds()).containsExactly(Kind.OVER, Kind.LOCKOUT);
    }

    @Test
    void locksTheLoginIfThereIsOneAndTheRuleIsEnforced() {
        RateCheck check = check(locking(0));
        ask(check, mail("a@example.org", 10));
        check.check(mail("a@example.org", 1), Mode.OBSERVE).join();
        ask(check, mail("a@example.org", 1));
        assertThat(kinds()).containsExactly(Kind.OVER, Kind.LOCKOUT);
        assertThat(breaches.get(1).login()).isEqualTo("a@example.org");
    }

    @Test
    void earlyRefusalsAreBreachesToo() {
        RateCheck check = check(config(Per.LOGIN, Count.RECIPIENTS, RateOver.DEFER, true));
        ask(check, mail("a@example.org", 10));
        ask(check, MailRequest.at(Stage.RCPT).login("a@example.org").instance("x"));
        assertThat(kinds()).containsExactly(Kind.WARN, Kind.OVER);
    }

    @Test
    void saysWhereTheMailCameFromAndWhereItWent() {
        RateCheck check = check(byLogin());
        for (int i = 0; i < 30; i++) {
            ask(
                    check,
                    MailRequest.at(Stage.RCPT)
                            .login("a@example.org")
                            .instance("x" + i)
                            .with("client_address", i % 3 == 0 ? "2001:db8::" + i : "198.51.100." + i % 2)
                            .recipient("r" + i + (i % 3 == 0 ? "@small.example" : "@BIG.example")));
        }
        ask(check, mail("a@example.org", 10).with("client_address", "198.51.100.1"));
        ask(check, mail("a@example.org", 1).with("client_address", "198.51.100.1"));
        assertThat(breaches.get(1).clients()).containsExactly("198.51.100.0/24", "2001:db8:0:0:0:0:0:0/64");
        assertThat(breaches.get(1).recipientDomains()).containsExactly("big.example", "small.example");
    }

    @Test
    void frequentNamesStayWhateverComesBetween() {
        FrequentNames names = new FrequentNames();
        for (int i = 0; i < 1000; i++) {
            names.add("often", 0);
            names.add("seldom" + i, 0);
        }
        assertThat(names.list()).hasSize(12).first().isEqualTo("often");
    }
}
