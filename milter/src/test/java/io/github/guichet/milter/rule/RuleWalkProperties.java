package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.Match;
import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Modification.AddField;
import io.github.guichet.milter.session.Modification.Quarantine;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever rules say, at once or late: what an MTA is told is what a plain reading of them, one after the other, comes to. */
class RuleWalkProperties {

    private static final Reply.Coded NO = new Reply.Coded(550, Optional.of("5.7.1"), List.of("no"));

    private enum Says {
        NOT_FOR_IT,
        NOBODY_KNOWS_FOR_WHOM,
        PASS,
        OBJECT,
        OBJECT_AND_REPAIR,
        CHANGE,
        UNAVAILABLE,
        THROW
    }

    record Told(Says says, Mode mode, OnUnavailable onUnavailable, boolean late) {}

    @Provide
    Arbitrary<List<Told>> rules() {
        return Combinators.combine(
                        Arbitraries.of(Says.class),
                        Arbitraries.of(Mode.class),
                        Arbitraries.of(OnUnavailable.class),
                        Arbitraries.of(true, false))
                .as(Told::new)
                .list()
                .ofMaxSize(7);
    }

    @Provide
    Arbitrary<Set<ChangeKind>> offers() {
        return Arbitraries.of(ChangeKind.ADD_FIELD, ChangeKind.CHANGE_FIELD, ChangeKind.QUARANTINE)
                .set();
    }

    @Property
    void comesToWhatThePlainReadingDoes(@ForAll("rules") List<Told> told, @ForAll("offers") Set<ChangeKind> offer) {
        List<Runnable> later = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            rules.add(rule("r" + i, told.get(i), later));
        }
        List<String> heard = new ArrayList<>();
        RuleFilter filter = new RuleFilter(
                rules,
                MessageLimits.DEFAULTS,
                Duration.ofMinutes(1),
                (rule, decision, mode) -> heard.add(rule + " " + decision + " " + mode));

        CompletableFuture<EndOfMessage> said =
                filter.open(new Offer(6, offer, true, true)).endOfMessage();
        for (int i = 0; i < later.size(); i++) {
            later.get(i).run();
        }

        assertThat(said).isCompleted();
        Plain plain = new Plain(offer);
        for (int i = 0; i < told.size() && plain.refusal.isEmpty(); i++) {
            plain.take("r" + i, told.get(i));
        }
        assertThat(heard).isEqualTo(plain.heard);
        assertThat(said.join().changes()).isEqualTo(plain.changes());
        assertThat(code(said.join().reply())).isEqualTo(plain.refusal.orElse("none"));
    }

    private static String code(Reply reply) {
        return reply instanceof Reply.Coded coded
                ? coded.code() + " " + coded.status().orElse("")
                : "none";
    }

    private static Rule rule(String name, Told told, List<Runnable> later) {
        Condition condition = facts -> told.says() == Says.NOT_FOR_IT
                ? CompletableFuture.completedFuture(Match.NO)
                : CompletableFuture.completedFuture(
                        told.says() == Says.NOBODY_KNOWS_FOR_WHOM ? new Match.Unavailable("down") : Match.YES);
        Check check = RuleFixture.check(
                new Needs(Set.of(), Set.of(), false, EnumSet.of(ChangeKind.CHANGE_FIELD)), message -> {
                    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
                    Runnable answers = () -> answer(verdict, told.says(), name);
                    if (told.late()) {
                        later.add(answers);
                    } else {
                        answers.run();
                    }
                    return verdict;
                });
        return new Rule(name, condition, Set.of(), check, told.mode(), told.onUnavailable(), Optional.empty(), "X-Tag");
    }

    private static void answer(CompletableFuture<Verdict> verdict, Says says, String name) {
        switch (says) {
            case OBJECT -> verdict.complete(new Verdict.Objection(NO, "why", List.of()));
            case OBJECT_AND_REPAIR -> verdict.complete(new Verdict.Objection(NO, "why", List.of(repair(name))));
            case CHANGE -> verdict.complete(new Verdict.Change(List.of(repair(name)), "why"));
            case UNAVAILABLE -> verdict.complete(new Verdict.Unavailable("down"));
            case THROW -> verdict.completeExceptionally(new IllegalStateException("oops"));
            case PASS, NOT_FOR_IT, NOBODY_KNOWS_FOR_WHOM -> verdict.complete(Verdict.PASS);
        }
    }

    /** Of a field of its own for each rule, so that none is in another's way. */
    private static Modification repair(String name) {
        return new Modification.ChangeField(name, 1, FieldValue.of("x"));
    }

    /** The plain reading. */
    private static final class Plain {

        final List<String> heard = new ArrayList<>();
        Optional<String> refusal = Optional.empty();
        private final Set<ChangeKind> offer;
        private final List<Modification> repairs = new ArrayList<>();
        private final List<Modification> tags = new ArrayList<>();
        private Optional<Modification> held = Optional.empty();

        Plain(Set<ChangeKind> offer) {
            this.offer = offer;
        }

        List<Modification> changes() {
            List<Modification> all = new ArrayList<>();
            if (refusal.isEmpty()) {
                all.addAll(repairs);
                all.addAll(tags);
                held.ifPresent(all::add);
            }
            return all;
        }

        void take(String name, Told told) {
            boolean changeable = repairable(told.mode());
            String decision = switch (told.says()) {
                case NOT_FOR_IT -> "";
                case PASS -> "pass";
                case OBJECT -> object(name, told.mode(), false);
                case OBJECT_AND_REPAIR -> object(name, told.mode(), changeable);
                case CHANGE -> change(name, told, changeable);
                case UNAVAILABLE, THROW, NOBODY_KNOWS_FOR_WHOM -> unavailable(told);
            };
            if (!decision.isEmpty()) {
                heard.add(name + " " + decision + " " + told.mode());
            }
        }

        private boolean repairable(Mode mode) {
            return mode != Mode.OBSERVE && offer.contains(ChangeKind.CHANGE_FIELD);
        }

        private String object(String name, Mode mode, boolean repaired) {
            if (repaired) {
                repairs.add(repair(name));
            }
            if (mode == Mode.TAG && offer.contains(ChangeKind.ADD_FIELD)) {
                tags.add(new AddField("X-Tag", FieldValue.of(name + "; why")));
            } else if (mode == Mode.QUARANTINE && !repaired && !offer.contains(ChangeKind.QUARANTINE)) {
                refusal = Optional.of("451 4.7.1");
            } else if (mode == Mode.QUARANTINE && !repaired) {
                held = held.isPresent() ? held : Optional.of(new Quarantine(name + "; why"));
            } else if ((mode == Mode.REJECT || mode == Mode.CHANGE) && !repaired) {
                refusal = Optional.of("550 5.7.1");
            }
            return repaired ? "repair" : "object";
        }

        private String change(String name, Told told, boolean changeable) {
            if (changeable) {
                repairs.add(repair(name));
            }
            return changeable || told.mode() == Mode.OBSERVE ? "change" : unavailable(told);
        }

        private String unavailable(Told told) {
            if (told.onUnavailable() == OnUnavailable.TEMPFAIL && told.mode() != Mode.OBSERVE) {
                refusal = Optional.of("451 4.3.0");
            }
            return "unavailable";
        }
    }
}
