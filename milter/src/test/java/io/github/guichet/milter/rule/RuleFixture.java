package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.slf4j.LoggerFactory;

/** Rules that say what a test wants, a message for them, and what was heard of them. */
abstract class RuleFixture {

    static final Offer POSTFIX = new Offer(6, EnumSet.allOf(ChangeKind.class), true, true);
    static final Reply.Coded REFUSAL = new Reply.Coded(550, Optional.of("5.7.1"), List.of("not yours"));
    static final String LATER = "451 4.3.0 Service temporarily unavailable, try again later";

    final List<String> heard = new ArrayList<>();
    final List<Rule> rules = new ArrayList<>();
    final LoggedLines log = new LoggedLines("milter-rule-test");
    Offer offer = POSTFIX;
    MessageLimits limits = MessageLimits.DEFAULTS;
    Duration deadline = Duration.ofMinutes(1);

    @AfterEach
    void stopListening() {
        log.close();
    }

    RuleFilter filter() {
        return new RuleFilter(
                rules,
                limits,
                deadline,
                (rule, decision, mode) -> heard.add(rule + " " + decision + " " + mode),
                LoggerFactory.getLogger("milter-rule-test"));
    }

    void rule(String name, Mode mode, Verdict verdict) {
        rule(name, mode, OnUnavailable.TEMPFAIL, says(verdict));
    }

    void rule(String name, Mode mode, OnUnavailable onUnavailable, Check check) {
        rules.add(new Rule(
                name, Conditions.ALWAYS, Set.of(), check, mode, onUnavailable, Optional.empty(), Rule.TAG_FIELD));
    }

    void rule(
            String name, Condition condition, Set<String> facts, Mode mode, OnUnavailable onUnavailable, Check check) {
        rules.add(new Rule(name, condition, facts, check, mode, onUnavailable, Optional.empty(), Rule.TAG_FIELD));
    }

    /** Says the same of every message, and needs to change what that changes. */
    static Check says(Verdict verdict) {
        List<Modification> changes = verdict instanceof Verdict.Objection objection
                ? objection.repair()
                : verdict instanceof Verdict.Change change ? change.changes() : List.of();
        Set<ChangeKind> kinds = changes.stream().map(Modification::kind).collect(Collectors.toSet());
        return check(
                new Needs(Set.of(), Set.of(), false, kinds), message -> CompletableFuture.completedFuture(verdict));
    }

    static Check check(Function<MailMessage, CompletableFuture<Verdict>> looks) {
        return check(Needs.NOTHING, looks);
    }

    static Check check(Needs needs, Function<MailMessage, CompletableFuture<Verdict>> looks) {
        return new Check() {
            @Override
            public Needs needs() {
                return needs;
            }

            @Override
            public CompletableFuture<Verdict> check(MailMessage message) {
                return looks.apply(message);
            }
        };
    }

    static Verdict objects(Modification... repair) {
        return new Verdict.Objection(REFUSAL, "not an owner", List.of(repair));
    }

    static Verdict changes(Modification... changes) {
        return new Verdict.Change(List.of(changes), "tidied");
    }

    /** A message of bob. */
    CompletableFuture<EndOfMessage> ask() {
        FilterSession session = filter().open(offer);
        session.mail("bob@example.org", List.of("SIZE=123"));
        session.rcpt("x@example.net", List.of());
        session.header(new WrittenField("From", "Alice <alice@example.org>"));
        session.macros(
                Event.END_OF_MESSAGE,
                name -> Map.of("i", "4ABC", "auth_authen", "bob", "client_addr", "192.0.2.1")
                        .getOrDefault(name, ""));
        return session.endOfMessage();
    }

    EndOfMessage decided() {
        CompletableFuture<EndOfMessage> said = ask();
        assertThat(said).isDone();
        return said.join();
    }

    static String reply(EndOfMessage said) {
        return said.reply() instanceof Reply.Coded coded
                ? coded.code() + " " + coded.status().orElse("") + " " + String.join(" / ", coded.lines())
                : said.reply().getClass().getSimpleName();
    }
}
