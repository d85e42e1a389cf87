package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Modification.AddField;
import io.github.guichet.milter.session.Modification.ChangeField;
import io.github.guichet.milter.session.Modification.DeleteField;
import io.github.guichet.milter.session.Modification.InsertField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever rules change of a header, every kind of MTA makes of it what the rules mean, told field by field. */
class ChangesProperties {

    /** A header, and what each rule changes of it. */
    record Case(List<String> header, List<List<Modification>> rules) {

        List<Modification> merged() {
            Changes changes = new Changes();
            rules.forEach(changes::add);
            return changes.inOrder();
        }
    }

    @Provide
    Arbitrary<Case> anywhere() {
        return cases(4);
    }

    @Provide
    Arbitrary<Case> onTop() {
        return cases(0);
    }

    /** Fields that nobody changes, so that there is a header as long as the position of what is inserted. */
    private static final List<String> REST = List.of("Z: 1", "Z: 2", "Z: 3", "Z: 4");

    private static Arbitrary<Case> cases(int lowest) {
        return Arbitraries.of("A", "a", "B", "C")
                .list()
                .ofMaxSize(7)
                .map(names -> {
                    List<String> header = new ArrayList<>();
                    names.forEach(name -> header.add(name + ": " + header.size()));
                    return List.copyOf(header);
                })
                .flatMap(header -> change(header, lowest)
                        .list()
                        .ofMaxSize(4)
                        .list()
                        .ofMaxSize(4)
                        .map(rules -> new Case(
                                Stream.concat(header.stream(), REST.stream()).toList(), rules)));
    }

    private static Arbitrary<Modification> change(List<String> header, int lowest) {
        Arbitrary<String> names = Arbitraries.of("A", "a", "B", "C", "D");
        Arbitrary<FieldValue> values = Arbitraries.integers().between(100, 999).map(n -> FieldValue.of("v" + n));
        Arbitrary<Modification> added = Arbitraries.oneOf(
                Combinators.combine(names, values).as(AddField::new),
                Combinators.combine(Arbitraries.integers().between(0, lowest), names, values)
                        .as(InsertField::new));
        if (header.isEmpty()) {
            return added;
        }
        Arbitrary<Integer> which = Arbitraries.integers().between(0, header.size() - 1);
        Arbitrary<FieldValue> orNone = Arbitraries.oneOf(values, values, Arbitraries.of(FieldValue.of("")));
        return Arbitraries.oneOf(
                added,
                Combinators.combine(which, orNone)
                        .as((at, value) -> new ChangeField(name(header, at), nth(header, at), value)),
                which.map(at -> new DeleteField(name(header, at).toUpperCase(java.util.Locale.ROOT), nth(header, at))));
    }

    private static String name(List<String> header, int at) {
        return header.get(at).substring(0, 1);
    }

    private static int nth(List<String> header, int at) {
        return (int) header.subList(0, at + 1).stream()
                .filter(field -> field.substring(0, 1).equalsIgnoreCase(name(header, at)))
                .count();
    }

    @Property
    void postfixMakesOfItWhatTheRulesMean(@ForAll("anywhere") Case told) {
        assertThat(new PlainHeader(false, told.header()).apply(told.merged()).fields())
                .isEqualTo(meant(told));
    }

    @Property
    void anMtaThatCountsRemovedFieldsDoesToo(@ForAll("onTop") Case told) {
        assertThat(new PlainHeader(true, told.header()).apply(told.merged()).fields())
                .isEqualTo(meant(told));
    }

    /** Field by field. */
    private static List<String> meant(Case told) {
        List<String> left = new ArrayList<>();
        for (int at = 0; at < told.header().size(); at++) {
            String field = told.header().get(at);
            boolean gone = false;
            for (List<Modification> rule : told.rules()) {
                for (Modification change : rule) {
                    if (change instanceof DeleteField delete && isAt(told, at, delete.name(), delete.nth())) {
                        gone = true;
                    }
                    if (change instanceof ChangeField replace && isAt(told, at, replace.name(), replace.nth())) {
                        gone |= replace.value().length() == 0;
                        field = replace.name() + ": " + replace.value();
                    }
                }
            }
            if (!gone) {
                left.add(field);
            }
        }
        return withNew(left, told.rules());
    }

    private static boolean isAt(Case told, int at, String name, int nth) {
        return name(told.header(), at).equalsIgnoreCase(name) && nth(told.header(), at) == nth;
    }

    private static List<String> withNew(List<String> left, List<List<Modification>> rules) {
        Map<Integer, List<String>> before = new HashMap<>();
        List<String> added = new ArrayList<>();
        for (List<Modification> rule : rules) {
            for (Modification change : rule) {
                if (change instanceof InsertField insert) {
                    before.computeIfAbsent(insert.position(), p -> new ArrayList<>())
                            .add(insert.name() + ": " + insert.value());
                } else if (change instanceof AddField add) {
                    added.add(add.name() + ": " + add.value());
                }
            }
        }
        List<String> all = new ArrayList<>();
        for (int at = 0; at <= left.size(); at++) {
            all.addAll(before.getOrDefault(at, List.of()));
            if (at < left.size()) {
                all.add(left.get(at));
            }
        }
        all.addAll(added);
        return all;
    }
}
