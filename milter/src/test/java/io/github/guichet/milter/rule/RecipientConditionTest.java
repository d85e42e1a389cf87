package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.ConditionException;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.condition.FactTest;
import io.github.guichet.lookup.condition.Match;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecipientConditionTest {

    private static Match matches(Condition condition, String... recipients) {
        return new RecipientCondition(condition, message(recipients.length, recipients))
                .matches()
                .join();
    }

    private static MailMessage message(int count, String... recipients) {
        return new ToldMessage(Map.of("sasl_username", "bob"), List.of(), List.of(recipients), count);
    }

    private static Condition is(String fact, String value) throws ConditionException {
        return Conditions.of(fact, new FactTest.OneOf(List.of(value)), AddressConfig.DEFAULTS);
    }

    @Test
    void holdsIfItHoldsForOne() throws ConditionException {
        Condition condition = is("recipient", "@example.net");

        assertThat(matches(condition, "a@example.org", "b@example.net")).isEqualTo(Match.YES);
        assertThat(matches(condition, "a@example.org", "b@example.org")).isEqualTo(Match.NO);
    }

    @Test
    void allOfItHasToHoldForTheSameRecipient() throws ConditionException {
        Condition condition = Conditions.of(
                List.of(is("recipient", "@example.net"), is("sasl_username", "bob")),
                List.of(is("recipient", "b@example.net")));

        assertThat(matches(condition, "a@example.org", "b@example.net")).isEqualTo(Match.NO);
        assertThat(matches(condition, "a@example.net", "b@example.net")).isEqualTo(Match.YES);
    }

    @Test
    void withoutRecipientsItIsAskedOnce() throws ConditionException {
        assertThat(matches(Conditions.not(is("recipient", "@example.net")))).isEqualTo(Match.YES);
    }

    @Test
    void nobodyCanSayIfASourceCannotSayForOneOfThem() {
        Match down = new Match.Unavailable("down");
        Condition condition = facts -> CompletableFuture.completedFuture(
                facts.fact("recipient").equals("b")
                        ? down
                        : facts.fact("recipient").equals("c") ? Match.YES : Match.NO);

        assertThat(matches(condition, "a", "b")).isEqualTo(down);
        assertThat(matches(condition, "b", "a")).isEqualTo(down);
        assertThat(matches(condition, "b", "c")).isEqualTo(Match.YES);
    }

    @Test
    void nobodyCanSayForRecipientsThatAreNotHeld() throws ConditionException {
        Condition condition = is("recipient", "@example.net");

        assertThat(new RecipientCondition(condition, message(2, "a@example.org"))
                        .matches()
                        .join())
                .isInstanceOf(Match.Unavailable.class);
        assertThat(new RecipientCondition(condition, message(2, "a@example.net"))
                        .matches()
                        .join())
                .isEqualTo(Match.YES);
        assertThat(new RecipientCondition(condition, message(2)).matches().join())
                .isInstanceOf(Match.Unavailable.class);
    }

    @Test
    void waitsForEachAnswerAndNeedsNoDeepStack() {
        List<CompletableFuture<Match>> open = new ArrayList<>();
        Condition condition = facts -> {
            CompletableFuture<Match> later = new CompletableFuture<>();
            open.add(later);
            return facts.fact("recipient").startsWith("now") ? CompletableFuture.completedFuture(Match.NO) : later;
        };
        List<String> recipients = new ArrayList<>(Collections.nCopies(20_000, "now"));
        recipients.add("later");
        recipients.add("last");

        CompletableFuture<Match> match =
                new RecipientCondition(condition, message(20_002, recipients.toArray(String[]::new))).matches();
        assertThat(match).isNotDone();
        open.get(20_000).complete(Match.NO);
        assertThat(match).isNotDone();
        open.get(20_001).complete(Match.YES);
        assertThat(match.join()).isEqualTo(Match.YES);
    }
}
