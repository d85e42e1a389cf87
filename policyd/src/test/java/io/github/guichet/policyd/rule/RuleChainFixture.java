package io.github.guichet.policyd.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.slf4j.LoggerFactory;

/** Rules that say what a test wants, and what was heard of them. */
abstract class RuleChainFixture {

    static final PolicyRequest REQUEST = TypedRequest.at(
            Stage.RCPT,
            "sasl_username",
            "bob",
            "sender",
            "alice@example.org",
            "recipient",
            "x@example.net",
            "client_address",
            "192.0.2.1",
            "queue_id",
            "4ABC",
            "instance",
            "6fcf.1.2.0");

    final List<String> heard = new ArrayList<>();
    final List<String> done = new ArrayList<>();
    final List<Rule> rules = new ArrayList<>();
    final LoggedLines log = new LoggedLines("rule-chain-test");

    @AfterEach
    void stopListening() {
        log.close();
    }

    RuleChain chain() {
        return chain(Duration.ofMinutes(1));
    }

    RuleChain chain(Duration longest) {
        return new RuleChain(
                rules,
                (rule, decision, mode) -> heard.add(rule + " " + decision + " " + mode),
                longest,
                LoggerFactory.getLogger("rule-chain-test"));
    }

    String decide(PolicyRequest request) {
        CompletableFuture<Action> action = chain().decide(request);
        assertThat(action).isDone();
        return action.join().text();
    }

    void rule(String name, Check check) {
        rules.add(new Rule(name, Conditions.ALWAYS, check, Optional.empty(), OnUnavailable.DEFER, Mode.ENFORCE));
    }

    void rule(String name, Check check, OnUnavailable onUnavailable, Mode mode) {
        rules.add(new Rule(name, Conditions.ALWAYS, check, Optional.empty(), onUnavailable, mode));
    }

    static Check says(String action) {
        return says(new Verdict.Decide(parsed(action).fill(REQUEST, "", ""), "a reason"));
    }

    static Check says(Verdict verdict) {
        return (request, mode) -> CompletableFuture.completedFuture(verdict);
    }

    static ActionTemplate parsed(String action) {
        try {
            return ActionTemplate.parse(action);
        } catch (ActionException e) {
            throw new AssertionError(e);
        }
    }

    Check counts(String what) {
        return says(new Verdict.Pass(() -> done.add("gave back " + what)));
    }
}
