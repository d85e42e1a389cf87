package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.counter.CounterKey;
import io.github.guichet.lookup.counter.Raise;
import io.github.guichet.policyd.check.RateConfig.Count;
import io.github.guichet.policyd.check.RateConfig.Per;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.ActionException;
import io.github.guichet.policyd.rule.ActionTemplate;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateCheckTest extends RateCheckFixture {

    @Test
    void countsTheRecipientsOfAcceptedMail() {
        RateCheck check = check(byLogin());
        assertPasses(ask(check, mail("a@example.org", 4)));
        assertPasses(ask(check, mail("A@Example.org", 6)));
        assertThat(used("a@example.org")).isEqualTo(10);
        assertThat(action(ask(check, mail("a@example.org", 1))))
                .isEqualTo(
                        "450 4.7.1 limit of 10 recipients in 1 hour reached by a@example.org: nothing more is accepted "
                                + "until 2026-03-01 13:01 UTC (61 minutes); it can be sent again after that; if you did not send this "
                                + "much, change your password");
        assertPasses(ask(check, mail("b@example.org", 1)));
        clock.pass(Duration.ofMinutes(61));
        assertPasses(ask(check, mail("a@example.org", 10)));
    }

    @Test
    void countsMessagesOrBytes() {
        RateCheck messages = check(config(Per.LOGIN, Count.MESSAGES, RateOver.REJECT, false));
        assertPasses(ask(messages, mail("a@example.org", 500)));
        assertThat(used("a@example.org")).isEqualTo(1);
        RateCheck bytes = check(config(Per.SENDER, Count.BYTES, RateOver.REJECT, false));
        assertPasses(ask(bytes, mail("", 1).with("sender", "b@example.org").with("size", 9)));
        assertSays(
                ask(bytes, mail("", 1).with("sender", "b@example.org").with("size", 9)), "550 5.7.1 limit of 10 bytes");
        assertThat(used("b@example.org")).isEqualTo(9);
    }

    @Test
    void countsTheNullSenderForTheLogin() {
        RateCheck check = check(byLogin());
        assertPasses(ask(check, mail("a@example.org", 10).with("sender", "")));
        assertSays(ask(check, mail("a@example.org", 1).with("sender", "")), "450 4.7.1 ");
    }

    @Test
    void hasNoOpinionWhereThereIsNobodyToCountFor() {
        for (Per per : List.of(Per.LOGIN, Per.LOGIN_DOMAIN, Per.SENDER, Per.SENDER_DOMAIN)) {
            assertThat(ask(check(config(per, Count.RECIPIENTS, RateOver.DEFER, true)), mail("", 99)))
                    .isSameAs(Verdict.PASS);
        }
        RateCheck clients = check(config(Per.CLIENT, Count.RECIPIENTS, RateOver.DEFER, true));
        assertThat(ask(clients, mail("", 99).with("client_address", "unknown"))).isSameAs(Verdict.PASS);
        RateCheck domains = check(config(Per.LOGIN_DOMAIN, Count.RECIPIENTS, RateOver.DEFER, true));
        assertThat(ask(domains, mail("root", 99))).isSameAs(Verdict.PASS);
    }

    @Test
    void countsDomainsAndNetworksTogether() {
        RateCheck domains = check(config(Per.LOGIN_DOMAIN, Count.RECIPIENTS, RateOver.DEFER, false));
        assertPasses(ask(domains, mail("a@example.org", 6)));
        assertSays(ask(domains, mail("b@EXAMPLE.org", 5)), "450 ");
        RateCheck clients = check(config(Per.CLIENT, Count.MESSAGES, RateOver.DEFER, false));
        for (int i = 1; i <= 10; i++) {
            assertPasses(ask(clients, mail("", 1).with("client_address", "2001:db8::" + i)));
        }
        assertSays(ask(clients, mail("", 1).with("client_address", "2001:db8::99")), "450 ");
        assertPasses(ask(clients, mail("", 1).with("client_address", "2001:db8:0:1::1")));
    }

    @Test
    void theSameMailIsCountedOnceHoweverOftenPostfixAsks() {
        RateCheck check = check(byLogin());
        MailRequest mail = mail("a@example.org", 10);
        assertPasses(ask(check, mail));
        assertPasses(ask(check, mail));
        assertThat(used("a@example.org")).isEqualTo(10);
        MailRequest refused = mail("a@example.org", 1);
        assertSays(ask(check, refused), "450 ");
        clock.pass(Duration.ofMinutes(5));
        store.counters().reset(new CounterKey("outgoing", "a@example.org")).join();
        assertSays(ask(check, refused), "450 ");
        assertThat(used("a@example.org")).isZero();
    }

    @Test
    void whatAnotherRuleRefusesIsGivenBackOnceAndCountedWhenAskedAgain() {
        RateCheck check = check(byLogin());
        MailRequest mail = mail("a@example.org", 4);
        Verdict.Pass pass = (Verdict.Pass) ask(check, mail);
        assertThat(used("a@example.org")).isEqualTo(4);
        pass.giveBack().run();
        pass.giveBack().run();
        assertThat(used("a@example.org")).isZero();
        assertPasses(ask(check, mail));
        assertThat(used("a@example.org")).isEqualTo(4);
    }

    @Test
    void whatAnotherRuleRefusesWhenPostfixAsksAgainIsGivenBackOnceToo() {
        RateCheck check = check(byLogin());
        MailRequest mail = mail("a@example.org", 4);
        Verdict.Pass lost = (Verdict.Pass) ask(check, mail);
        Verdict.Pass again = (Verdict.Pass) ask(check, mail);
        assertThat(used("a@example.org")).isEqualTo(4);
        again.giveBack().run();
        assertThat(used("a@example.org")).isZero();
        lost.giveBack().run();
        assertPasses(ask(check, mail));
        assertThat(used("a@example.org")).isEqualTo(4);
    }

    @Test
    void countsNothingBeforeTheEnd() {
        RateCheck check = check(config(Per.LOGIN, Count.RECIPIENTS, RateOver.DEFER, true));
        for (Stage stage : Stage.values()) {
            if (stage != Stage.END_OF_MESSAGE) {
                assertPasses(ask(
                        check,
                        MailRequest.at(stage)
                                .login("a@example.org")
                                .recipients(5)
                                .instance("x")));
            }
        }
        assertThat(used("a@example.org")).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL", "RCPT", "DATA"})
    void earlyRefusesBeforeTheDataWhoIsOverAlready(Stage stage) {
        MailRequest request = MailRequest.at(stage).login("a@example.org").instance("x");
        RateCheck early = check(config(Per.LOGIN, Count.RECIPIENTS, RateOver.DEFER, true));
        RateCheck late = check(byLogin());
        ask(early, mail("a@example.org", 9));
        assertPasses(ask(early, request));
        ask(early, mail("a@example.org", 1));
        assertSays(ask(early, request), "450 4.7.1 limit of 10 recipients in 1 hour reached");
        assertPasses(ask(late, request));
        RateCheck held = check(config(Per.LOGIN, Count.RECIPIENTS, RateOver.HOLD, true));
        assertPasses(ask(held, request));
    }

    @Test
    void atDataTheNumberOfRecipientsIsKnown() {
        RateCheck early = check(config(Per.LOGIN, Count.RECIPIENTS, RateOver.DEFER, true));
        ask(early, mail("a@example.org", 8));
        MailRequest data = MailRequest.at(Stage.DATA).login("a@example.org").instance("x");
        assertPasses(ask(early, data.recipients(2)));
        assertSays(ask(early, data.recipients(3)), "450 ");
    }

    @Test
    void aMailThatCouldNeverFitIsRefusedForGood() {
        assertThat(action(ask(check(byLogin()), mail("a@example.org", 11))))
                .isEqualTo(
                        "550 5.7.1 limit of 10 recipients in 1 hour reached by a@example.org, and this message alone has 11 "
                                + "recipients; send it in smaller parts or ask your postmaster");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECT", "VRFY", "ETRN", "OTHER"},
            mode = EnumSource.Mode.EXCLUDE)
    void whoMayNotSendIsRefusedAtAnyStage(Stage stage) {
        limitsMap.put("a@example.org", "0");
        for (RateOver over : List.of(RateOver.DEFER, RateOver.REJECT, RateOver.HOLD)) {
            RateCheck check = check(config(Per.LOGIN, Count.RECIPIENTS, over, false));
            assertThat(action(ask(check, MailRequest.at(stage).login("A@example.org"))))
                    .isEqualTo("550 5.7.1 a@example.org is not allowed to send mail; ask your postmaster");
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void theMapSaysOfAUserThenOfItsDomainThenTheRuleOfAll() {
        limitsMap.put("a@example.org", "20/1h");
        limitsMap.put("@example.org", "5/1h,7/1d");
        limitsMap.put("free@example.org", "unlimited");
        RateCheck check = check(byLogin());
        assertPasses(ask(check, mail("a@example.org", 20)));
        assertSays(ask(check, mail("a@example.org", 1)), "450 4.7.1 limit of 20 ");
        assertPasses(ask(check, mail("b@example.org", 5)));
        assertSays(ask(check, mail("b@example.org", 1)), "450 4.7.1 limit of 5 ");
        assertPasses(ask(check, mail("free@example.org", 5000)));
        assertPasses(ask(check, mail("c@example.net", 10)));
        assertSays(ask(check, mail("c@example.net", 1)), "450 4.7.1 limit of 10 ");
    }

    @Test
    void aDomainIsLookedUpAsItIs() {
        limitsMap.put("example.org", "3/1h");
        limitsMap.put("@example.org", "1/1h");
        RateCheck domains = check(config(Per.LOGIN_DOMAIN, Count.RECIPIENTS, RateOver.DEFER, false));
        assertPasses(ask(domains, mail("a@example.org", 3)));
    }

    @Test
    void limitsThatCannotBeHadOrReadAreUnavailable() {
        RateCheck check = check(byLogin());
        limitsMap.put("a@example.org", "a lot");
        MailRequest mail = mail("a@example.org", 1);
        assertThat(ask(check, mail)).isInstanceOf(Verdict.Unavailable.class);
        mapIsDown = true;
        assertThat(ask(check, mail)).isEqualTo(new Verdict.Unavailable("down"));
        assertThat(ask(check, MailRequest.at(Stage.RCPT).login("a@example.org")))
                .isEqualTo(new Verdict.Unavailable("down"));
        mapIsDown = false;
        limitsMap.clear();
        assertPasses(ask(check, mail));
        assertThat(used("a@example.org"))
                .as("the same mail, once there are limits")
                .isEqualTo(1);
    }

    @Test
    void raisedLimitsComeBeforeAllOthers() {
        limitsMap.put("a@example.org", "0");
        store.counters()
                .raise(new Raise(
                        new CounterKey("outgoing", "a@example.org"),
                        List.of(TEN_AN_HOUR),
                        clock.instant().plusSeconds(3600)))
                .join();
        RateCheck check = check(byLogin());
        assertPasses(ask(check, mail("a@example.org", 10)));
        clock.pass(Duration.ofHours(1));
        assertSays(ask(check, mail("a@example.org", 1)), "550 5.7.1 a@example.org is not allowed");
    }

    @Test
    void heldMailIsNotCounted() {
        RateCheck check = check(config(Per.LOGIN, Count.RECIPIENTS, RateOver.HOLD, false));
        ask(check, mail("a@example.org", 9));
        assertThat(ask(check, mail("a@example.org", 5)))
                .isEqualTo(new Verdict.Decide(
                        new Action(Decision.HOLD, "HOLD limit of 10 recipients in 1 hour reached by a@example.org"),
                        "9 of 10/1h recipients used by a@example.org"));
        assertPasses(ask(check, mail("a@example.org", 1)));
    }

    @Test
    void sizesAreSaidInWordsThatFit() {
        limitsMap.put("a@example.org", "100MB/1d");
        RateCheck check = check(config(Per.LOGIN, Count.BYTES, RateOver.DEFER, false));
        assertPasses(ask(check, mail("a@example.org", 1).with("size", 100 << 20)));
        assertSays(
                ask(check, mail("a@example.org", 1)), "450 4.7.1 limit of 100 MB in 1 day reached by a@example.org: ");
        assertSays(
                ask(check, mail("a@example.org", 1).with("size", 200 << 20)),
                "550 5.7.1 limit of 100 MB in 1 day reached by a@example.org, and this message alone has 200 MB; ");
    }

    @Test
    void aDefectLeavesNobodyWaiting() {
        RateCheck check = check(byLogin());
        MailRequest mail = mail("a@example.org", 1);
        limitsMap.put("a@example.org", "defect");
        mapIsBroken = true;
        assertThat(check.check(mail, Mode.ENFORCE)).isCompletedExceptionally();
        mapIsBroken = false;
        limitsMap.clear();
        assertPasses(ask(check, mail));
    }

    @Test
    void anyActionCanBeGiven() throws ActionException {
        RateOver over = new RateOver.Literal(ActionTemplate.parse("421 4.7.0 {login}: {reason}"));
        RateCheck check = check(config(Per.LOGIN, Count.RECIPIENTS, over, false));
        ask(check, mail("a@example.org", 10));
        assertThat(action(ask(check, mail("a@example.org", 1))))
                .isEqualTo("421 4.7.0 a@example.org: 10 of 10/1h recipients used by a@example.org");
    }

    @Test
    void whatIsOnlyObservedIsCountedBeyondItsLimit() {
        RateCheck check = check(byLogin());
        assertPasses(check.check(mail("a@example.org", 9), Mode.OBSERVE).join());
        Verdict over = check.check(mail("a@example.org", 6), Mode.OBSERVE).join();
        assertThat(((Verdict.Decide) over).reason()).isEqualTo("9 of 10/1h recipients used by a@example.org");
        assertThat(used("a@example.org")).isEqualTo(15);
        assertThat(breaches.get(1).action()).startsWith("DUNNO (observed only; otherwise: 450 ");
    }

    @Test
    void aNameOfKilobytesTakesNoMoreMemoryThanAShortOne() {
        RateCheck check = check(byLogin());
        String name = "x".repeat(5000);
        assertPasses(ask(check, mail(name + "@example.org", 10)));
        assertPasses(ask(check, mail(name + "y@example.org", 10)));
        assertSays(ask(check, mail(name + "@example.org", 1)), "450 ");
        assertThat(store.counters().show(Optional.empty(), 10).join())
                .allMatch(counted -> counted.key().subject().length() <= 255);
    }

    @Test
    void manyAtOnceNeverGetMoreThanTheLimit() {
        RateCheck check = check(byLogin());
        List<CompletableFuture<Verdict>> answers = IntStream.range(0, 64)
                .mapToObj(i -> mail("a@example.org", 1))
                .map(mail -> CompletableFuture.supplyAsync(() -> ask(check, mail)))
                .toList();
        assertThat(answers.stream().filter(answer -> answer.join() instanceof Verdict.Pass))
                .hasSize(10);
    }
}
