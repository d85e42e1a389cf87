package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.policyd.check.RateConfig.Count;
import io.github.guichet.policyd.check.RateConfig.Per;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateRecipientsTest extends RateCheckFixture {

    private final RateCheck recipients = check(config(Per.RECIPIENT, Count.MESSAGES, RateOver.DEFER, false));
    private final RateCheck domains = check(config(Per.RECIPIENT_DOMAIN, Count.RECIPIENTS, RateOver.DEFER, false));

    private static Verdict rcpt(RateCheck check, String instance, String recipient) {
        return ask(check, MailRequest.at(Stage.RCPT).instance(instance).recipient(recipient));
    }

    private Verdict end(RateCheck check, String instance, int count) {
        return ask(check, mail("", count).instance(instance));
    }

    @Test
    void eachRecipientOfAMailIsCounted() {
        for (String recipient : List.of("a@example.org", "b@Example.org", "c@example.net")) {
            rcpt(recipients, "1", recipient);
            rcpt(domains, "1", recipient);
        }
        assertPasses(end(recipients, "1", 3));
        assertPasses(end(domains, "1", 3));
        assertThat(used("b@example.org")).isEqualTo(1);
        assertThat(used("example.org")).isEqualTo(2);
        assertThat(used("example.net")).isEqualTo(1);
        assertThat(recipients.uncounted()).isZero();
    }

    @Test
    void anotherSpellingIsNoOtherRecipient() {
        for (String spelling : List.of("a@example.org", "A@EXAMPLE.ORG.", "example.org!a", "a%example.org")) {
            ask(recipients, mail("", 1).recipient(spelling));
        }
        assertThat(used("a@example.org")).isEqualTo(4);
    }

    @Test
    void theOnlyRecipientIsNamedAtTheEnd() {
        assertPasses(ask(recipients, mail("", 1).recipient("a@example.org")));
        assertThat(used("a@example.org")).isEqualTo(1);
        assertThat(recipients.uncounted()).isZero();
    }

    @Test
    void aRecipientThatAnotherRuleRefusedIsNotCounted() {
        rcpt(recipients, "1", "a@example.org");
        ((Verdict.Pass) rcpt(recipients, "1", "b@example.org")).giveBack().run();
        rcpt(recipients, "1", "c@example.org");
        assertPasses(end(recipients, "1", 2));
        assertThat(used("b@example.org")).isZero();
        assertThat(used("c@example.org")).isEqualTo(1);
    }

    @Test
    void oneOverItsLimitAndNobodyIsCounted() {
        for (int i = 0; i < 10; i++) {
            ask(recipients, mail("", 1).recipient("full@example.org"));
        }
        rcpt(recipients, "1", "a@example.org");
        rcpt(recipients, "1", "full@example.org");
        assertSays(end(recipients, "1", 2), "450 4.7.1 limit of 10 messages in 1 hour reached by full@example.org");
        assertThat(used("a@example.org")).isZero();
    }

    @Test
    void whoIsUnknownAtTheEndIsNotCountedAndThatIsNoticed() {
        assertPasses(end(recipients, "1", 3));
        assertThat(store.counters().show(Optional.empty(), 9).join()).isEmpty();
        assertThat(recipients.uncounted()).isEqualTo(1);
        rcpt(recipients, "2", "a@example.org");
        assertPasses(end(recipients, "2", 2));
        assertThat(used("a@example.org")).isEqualTo(1);
        assertThat(recipients.uncounted()).isEqualTo(2);
    }

    @Test
    void unlimitedRecipientsAreKnownToo() {
        limitsMap.put("a@example.org", "unlimited");
        rcpt(recipients, "1", "a@example.org");
        rcpt(recipients, "1", "b@example.org");
        assertPasses(end(recipients, "1", 2));
        assertThat(recipients.uncounted()).isZero();
        assertThat(used("b@example.org")).isEqualTo(1);
    }

    @Test
    void transactionsAreBounded() {
        Transactions transactions = new Transactions(clock);
        for (int i = 0; i < 30_000; i++) {
            transactions.add("1", "r" + i + "@example.org");
        }
        assertThat(transactions.end("1")).hasSize(2000);
        assertThat(transactions.end("1")).isEmpty();
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 1000; j++) {
                transactions.add("many" + i, "r" + j + "@example.org");
            }
        }
        assertThat(transactions.end("many299")).isEmpty();
        assertThat(transactions.end("many1")).hasSize(1000);
        transactions.add("many299", "a@example.org");
        assertThat(transactions.end("many299")).as("there is room again").hasSize(1);
    }
}
