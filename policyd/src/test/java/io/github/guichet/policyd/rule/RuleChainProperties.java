package io.github.guichet.policyd.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Match;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any rules, at once or later, against a loop that says the same in a few lines. */
class RuleChainProperties {

    private static final Action REJECT = new Action(Decision.REJECT, "REJECT no");
    private static final Action HOLD = new Action(Decision.HOLD, "HOLD look");
    private static final Action WARN = new Action(Decision.DUNNO, "WARN look");

    /** What a rule will say. */
    enum Says {
        SKIP,
        PASS,
        COUNT,
        REJECT,
        HOLD,
        WARN,
        DOWN,
        DEFECT
    }

    record Plan(Says says, boolean later, Mode mode, OnUnavailable onUnavailable) {}

    @Provide
    Arbitrary<List<Plan>> plans() {
        return Combinators.combine(
                        Arbitraries.of(Says.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Mode.class),
                        Arbitraries.of(OnUnavailable.class))
                .as(Plan::new)
                .list()
                .ofMaxSize(7);
    }

    @Property
    void doesWhatTheLoopDoes(@ForAll("plans") List<Plan> plans) {
        List<String> givenBack = new ArrayList<>();
        ArrayDeque<Runnable> held = new ArrayDeque<>();
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            rules.add(rule("r" + i, plans.get(i), givenBack, held));
        }
        List<String> heard = new ArrayList<>();

        try (LoggedLines quiet = new LoggedLines(DecisionLog.LOGGER)) {
            CompletableFuture<Action> action = new RuleChain(
                            rules, (rule, decision, mode) -> heard.add(rule + decision), Duration.ofMinutes(1))
                    .decide(TypedRequest.at(Stage.RCPT));
            while (!held.isEmpty()) {
                held.remove().run();
            }

            List<String> expectedBack = new ArrayList<>();
            List<String> expectedHeard = new ArrayList<>();
            assertThat(action).isCompletedWithValue(model(plans, expectedBack, expectedHeard));
            assertThat(givenBack).isEqualTo(expectedBack);
            assertThat(heard).isEqualTo(expectedHeard);
            assertThat(quiet.lines).allMatch(line -> line.contains("policy: "));
        }
    }

    private static Rule rule(String name, Plan plan, List<String> givenBack, ArrayDeque<Runnable> held) {
        Match match = plan.says == Says.SKIP ? Match.NO : Match.YES;
        return new Rule(
                name,
                facts -> later(match, plan.later, held),
                (request, mode) -> check(name, plan, givenBack, held),
                Optional.empty(),
                plan.onUnavailable,
                plan.mode);
    }

    private static CompletableFuture<Verdict> check(
            String name, Plan plan, List<String> givenBack, ArrayDeque<Runnable> held) {
        return switch (plan.says) {
            case SKIP -> throw new AssertionError("asked");
            case PASS -> later(Verdict.PASS, plan.later, held);
            case COUNT -> later(new Verdict.Pass(() -> givenBack.add(name)), plan.later, held);
            case REJECT -> later(new Verdict.Decide(REJECT, ""), plan.later, held);
            case HOLD -> later(new Verdict.Decide(HOLD, ""), plan.later, held);
            case WARN -> later(new Verdict.Decide(WARN, ""), plan.later, held);
            case DOWN -> later(new Verdict.Unavailable("down"), plan.later, held);
            case DEFECT -> throw new IllegalStateException("a defect");
        };
    }

    private static <T> CompletableFuture<T> later(T value, boolean later, ArrayDeque<Runnable> held) {
        if (!later) {
            return CompletableFuture.completedFuture(value);
        }
        CompletableFuture<T> open = new CompletableFuture<>();
        held.add(() -> open.complete(value));
        return open;
    }

    private static Action model(List<Plan> plans, List<String> givenBack, List<String> heard) {
        List<String> counted = new ArrayList<>();
        Action soft = Action.DUNNO;
        for (int i = 0; i < plans.size(); i++) {
            Plan plan = plans.get(i);
            Action action = switch (plan.says) {
                case REJECT -> REJECT;
                case HOLD -> HOLD;
                case WARN -> WARN;
                case DOWN, DEFECT -> plan.onUnavailable.action(Stage.RCPT);
                default -> Action.DUNNO;
            };
            boolean down = plan.says == Says.DOWN || plan.says == Says.DEFECT;
            if (plan.says != Says.SKIP) {
                heard.add("r" + i + (down ? Decision.UNAVAILABLE : action.decision()));
            }
            if (plan.says == Says.COUNT) {
                counted.add("r" + i);
            }
            if (plan.mode == Mode.OBSERVE) {
                continue;
            }
            if (action.decision() != Decision.DUNNO) {
                if (action.decision().refuses()) {
                    Collections.reverse(counted);
                    givenBack.addAll(counted);
                }
                return action;
            }
            soft = soft.equals(Action.DUNNO) ? action : soft;
        }
        return soft;
    }
}
