package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.alias.AliasMaps;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.TypedRequest;
import io.github.guichet.policyd.rule.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Lists that contain lists, without loops, against a model over paths: a login is refused if the mail reaches a list that does not
 * want it and that the login could not reach by writing to a list that has it and that opens what is behind.
 */
class ListAccessProperties {

    private static final int LISTS = 6;

    record Lists(List<Set<Integer>> contains, List<String> access) {}

    @Provide
    Arbitrary<Lists> lists() {
        Arbitrary<Set<Integer>> inner =
                Arbitraries.integers().between(1, LISTS - 1).set().ofMaxSize(3);
        Arbitrary<String> words = Arbitraries.of(
                "", "", "me@x.example", "you@x.example", "opens", "me@x.example opens", "you@x.example opens");
        return Combinators.combine(inner.list().ofSize(LISTS), words.list().ofSize(LISTS))
                .as(Lists::new);
    }

    @Property
    void refusesIfAnyListOnTheWayIsClosed(@ForAll("lists") Lists lists) {
        KnownTable aliases = new KnownTable();
        KnownTable access = new KnownTable();
        for (int i = 0; i < LISTS; i++) {
            int self = i;
            String members = String.join(
                    ",",
                    IntStream.concat(IntStream.of(-1), inner(lists, i).stream().mapToInt(j -> j))
                            .mapToObj(j -> j < 0 ? "end" + self + "@x.example" : address(j))
                            .toList());
            aliases.rows.put(address(i), members);
            if (!lists.access.get(i).isEmpty()) {
                access.rows.put(address(i), lists.access.get(i));
            }
        }
        ListAccessCheck check = new ListAccessCheck(new ListAccessCheckConfig(
                access, new AliasMaps(List.of(aliases.searched("virtual_alias_maps"))), AddressConfig.DEFAULTS));

        Verdict verdict = check.check(
                        TypedRequest.at(Stage.RCPT, "recipient", address(0), "sasl_username", "me@x.example"),
                        Mode.ENFORCE)
                .join();

        assertThat(verdict instanceof Verdict.Decide).isEqualTo(modelRefuses(lists));
    }

    /** A list contains only lists after it. */
    private static Set<Integer> inner(Lists lists, int list) {
        Set<Integer> inner = new HashSet<>(lists.contains.get(list));
        inner.removeIf(other -> other <= list);
        return inner;
    }

    private static boolean modelRefuses(Lists lists) {
        if (!admits(lists, 0)) {
            return true;
        }
        Set<Integer> reached = reach(lists, 0);
        Set<Integer> opened = new HashSet<>();
        for (int list = 0; list < LISTS; list++) {
            boolean onTheWay = list == 0 || reached.contains(list);
            if (onTheWay && admits(lists, list) && lists.access.get(list).contains("opens")) {
                opened.addAll(reach(lists, list));
            }
        }
        return reached.stream().anyMatch(list -> !admits(lists, list) && !opened.contains(list));
    }

    private static boolean admits(Lists lists, int list) {
        return Map.of("", true, "opens", true).getOrDefault(lists.access.get(list), false)
                || lists.access.get(list).startsWith("me@");
    }

    private static Set<Integer> reach(Lists lists, int from) {
        Set<Integer> reached = new HashSet<>();
        for (int inner : inner(lists, from)) {
            reached.add(inner);
            reached.addAll(reach(lists, inner));
        }
        return reached;
    }

    private static String address(int list) {
        return "list" + list + "@x.example";
    }
}
