package io.github.guichet.milter.wire;

import static io.github.guichet.milter.wire.Mta.header;
import static io.github.guichet.milter.wire.Mta.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.MessageLimits;
import io.github.guichet.milter.rule.Mode;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.OnUnavailable;
import io.github.guichet.milter.rule.ReplyText;
import io.github.guichet.milter.rule.ReplyTextException;
import io.github.guichet.milter.rule.Rule;
import io.github.guichet.milter.rule.RuleFilter;
import io.github.guichet.milter.rule.RuleObserver;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An MTA hears what rules say: bytes in, bytes out, with what lies between. */
class RulesOnTheLineTest {

    /** Objects to each From: that is not the login's own address. */
    private static final Check OWN_FROM = new Check() {
        @Override
        public Needs needs() {
            return new Needs(Set.of("sasl_username"), Set.of("from"), false, Set.of());
        }

        @Override
        public CompletableFuture<Verdict> check(MailMessage message) {
            boolean own = message.fields().named("from").stream()
                    .allMatch(from -> from.value().text().equals(message.login()));
            return message.login().isEmpty() || own
                    ? Verdict.PASSED
                    : CompletableFuture.completedFuture(new Verdict.Objection(
                            new Reply.Coded(550, Optional.of("5.7.1"), List.of("no")), "not an owner", List.of()));
        }
    };

    private Optional<Line> line = Optional.empty();

    @AfterEach
    void nothingIsLeft() {
        line.ifPresent(Line::end);
    }

    private Line line(Mode mode) throws ReplyTextException {
        Rule rule = new Rule(
                "own",
                Conditions.ALWAYS,
                Set.of(),
                OWN_FROM,
                mode,
                OnUnavailable.TEMPFAIL,
                Optional.of(ReplyText.parse("550 5.7.1 {from} is not 100% yours,\n{login}")),
                Rule.TAG_FIELD);
        Line made = new Line(
                new RuleFilter(List.of(rule), MessageLimits.DEFAULTS, Duration.ofMinutes(1), RuleObserver.NONE));
        line = Optional.of(made);
        return made;
    }

    private static byte[] quiet(String from) {
        return Mta.all(
                packet('M', "<bob@example.org>"),
                header("From", from),
                packet('D', 'E', "i", "4ABC", "{auth_authen}", "bob@example.org"),
                packet('E'));
    }

    @Test
    void postfixWaitsOnlyAtTheEndOfAMessage() throws ReplyTextException {
        Line line = line(Mode.REJECT);

        assertThat(line.say(Mta.POSTFIX_OFFER))
                .singleElement()
                .asString()
                .startsWith("O 6 100 ")
                .containsPattern(" 5=(?=[^=]*\\{auth_authen\\})(?=[^=]*\\bi\\b)(?=[^=]*\\{client_addr\\})");
        assertThat(line.say(quiet("alice@example.org")))
                .containsExactly("y 550-5.7.1 alice@example.org is not 100%% yours,\r\n550 5.7.1 bob@example.org|");
        assertThat(line.say(packet('A'), packet('A'))).isEmpty();
        assertThat(line.say(quiet("bob@example.org"))).containsExactly("c");
    }

    @Test
    void aTagStandsBehindTheHeader() throws ReplyTextException {
        Line line = line(Mode.TAG);
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(quiet("alice@example.org"))).containsExactly("h X-Guichet-Warning|own; not an owner|", "c");
    }

    @Test
    void anMtaOfTheOldestKindSaysWhoLoggedInAtMail() throws ReplyTextException {
        Line line = line(Mode.REJECT);
        line.say(Mta.options(2, 0x3f, 0x7f));

        assertThat(line.say(
                        Mta.connect("c.example", "192.0.2.1"),
                        packet('D', 'M', "{auth_type}", "PLAIN", "{auth_authen}", "bob@example.org"),
                        packet('M', "<bob@example.org>"),
                        header("From", "alice@example.org"),
                        packet('E')))
                .hasSize(4)
                .last()
                .asString()
                .startsWith("y 550-5.7.1 alice@example.org is not");
    }

    @Test
    void anMtaThatCannotHoldAMessagePutsItOff() throws ReplyTextException {
        Line line = line(Mode.QUARANTINE);
        line.say(Mta.options(6, 0x11f, 0x1fffff));

        assertThat(line.say(quiet("alice@example.org")))
                .singleElement()
                .asString()
                .startsWith("y 451 4.7.1 ");
    }
}
