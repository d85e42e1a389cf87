package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import org.junit.jupiter.api.Test;

class UncountedRateTest extends RateCheckFixture {

    private final RateCheck check = check(byLogin());

    private Verdict rcpt(int mail) {
        return ask(check, MailRequest.at(Stage.RCPT).login("a@example.org").instance("i" + mail));
    }

    @Test
    void tenMailsWithoutAnEndAreNoticed() {
        for (int mail = 0; mail < 9; mail++) {
            for (int recipient = 0; recipient < 5; recipient++) {
                rcpt(mail);
            }
        }
        assertThat(check.uncounted()).isZero();
        rcpt(9);
        assertThat(check.uncounted()).isEqualTo(1);
        rcpt(10);
        rcpt(11);
        assertThat(check.uncounted()).isEqualTo(3);
    }

    @Test
    void afterAnEndItTakesFarMore() {
        for (int mail = 0; mail < 9; mail++) {
            rcpt(mail);
        }
        ask(check, mail("a@example.org", 1));
        for (int mail = 100; mail < 1099; mail++) {
            rcpt(mail);
        }
        assertThat(check.uncounted()).isZero();
        rcpt(1099);
        assertThat(check.uncounted()).isEqualTo(1);
    }

    @Test
    void mailThatOtherRulesRefuseIsNoSign() {
        for (int mail = 0; mail < 50; mail++) {
            ((Verdict.Pass) rcpt(mail)).giveBack().run();
        }
        assertThat(check.uncounted()).isZero();
    }

    @Test
    void mailThatIsNotCountedAnywayIsNoSign() {
        limitsMap.put("a@example.org", "unlimited");
        for (int mail = 0; mail < 50; mail++) {
            rcpt(mail);
            ask(check, MailRequest.at(Stage.RCPT).instance("j" + mail));
        }
        assertThat(check.uncounted()).isZero();
    }
}
