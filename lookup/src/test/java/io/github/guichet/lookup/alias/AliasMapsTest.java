package io.github.guichet.lookup.alias;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.ScriptedTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.alias.Expansion.Expanded;
import io.github.guichet.lookup.alias.Expansion.TooMany;
import io.github.guichet.lookup.alias.Expansion.Unavailable;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.SearchedTable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AliasMapsTest {

    private final ScriptedTable rows = new ScriptedTable("rows");

    @Test
    void leadsAnAddressThatIsNoAliasToItself() {
        assertThat(expand("Box@x.example")).isEqualTo(new Expanded(List.of("Box@x.example"), List.of()));
    }

    @Test
    void followsAliasesInTheOrderOfPostfix() {
        rows.with("all@x.example", "team@x.example, boss@x.example")
                .with("team@x.example", "a@x.example b@x.example\n\"c d\"@x.example");
        assertThat(expand("All@x.example"))
                .isEqualTo(new Expanded(
                        List.of("a@x.example", "boss@x.example", "b@x.example", "\"c d\"@x.example"),
                        List.of("All@x.example", "team@x.example")));
    }

    @Test
    void endsAtAnAddressThatLeadsToItself() {
        rows.with("me@x.example", "ME@x.example, copy@x.example");
        assertThat(expand("me@x.example"))
                .isEqualTo(new Expanded(List.of("ME@x.example", "copy@x.example"), List.of("me@x.example")));
        rows.with("other@x.example", "me@x.example");
        assertThat(expand("other@x.example"))
                .isEqualTo(new Expanded(
                        List.of("ME@x.example", "copy@x.example"), List.of("other@x.example", "me@x.example")));
    }

    @Test
    void followsOneAliasOnTwoWays() {
        rows.with("top@x.example", "left@x.example, right@x.example")
                .with("left@x.example", "low@x.example")
                .with("right@x.example", "low@x.example")
                .with("low@x.example", "box@x.example");
        assertThat(finals("top@x.example")).containsExactly("box@x.example");
    }

    @Test
    void endsALoopAsPostfixDoes() {
        rows.with("a@x.example", "b@x.example").with("b@x.example", "A@x.example, c@x.example");
        assertThat(expand("a@x.example")).isInstanceOf(TooMany.class);
        assertThat(rows.asked).hasSize(2);
    }

    @Test
    void followsNoMoreAndNoDeeperThanPostfix() {
        IntStream.range(0, 1001).forEach(i -> rows.with("deep" + i + "@x.example", "deep" + (i + 1) + "@x.example"));
        assertThat(expand("deep1@x.example")).isInstanceOf(TooMany.class);
        assertThat(finals("deep2@x.example")).containsExactly("deep1001@x.example");
        rows.with("wide@x.example", list(1000)).with("wider@x.example", list(1001));
        assertThat(finals("wide@x.example")).hasSize(1000);
        assertThat(expand("wider@x.example")).isInstanceOf(TooMany.class);
        rows.with("long@x.example", "\u00e9".repeat(500) + "@x.example");
        assertThat(expand("long@x.example")).isInstanceOf(TooMany.class);
        rows.with("grows@x.example", "grows+more@x.example");
        assertThat(expand("grows@x.example")).isInstanceOf(TooMany.class);
    }

    @Test
    void asksExtensionsCatchAllsAndWholeDomainsAsOneParameterDoes() {
        rows.with("a@x.example", "a@y.example")
                .with("@old.example", "@x.example")
                .with("\"a b\"@x.example", "quoted@y.example");
        assertThat(finals("a+Tag@x.example")).containsExactly("a+Tag@y.example");
        assertThat(finals("a@old.example")).containsExactly("a@y.example");
        assertThat(finals("Who+t@old.example")).containsExactly("Who+t@x.example");
        assertThat(finals("a b@x.example")).containsExactly("quoted@y.example");
        assertThat(finals("a b@old.example")).containsExactly("quoted@y.example");
    }

    @Test
    void takesTheFirstMapThatFinds() {
        ScriptedTable second = new ScriptedTable("second")
                .with("a@x.example", "never@x.example")
                .with("b@x.example", "c@x.example");
        rows.with("a@x.example", "b@x.example");
        assertThat(finals(new AliasMaps(List.of(searched(rows), searched(second))), "a@x.example"))
                .containsExactly("c@x.example");
    }

    @Test
    void isUnavailableIfAnythingOnTheWayIs() {
        rows.with("list@x.example", "a@x.example, b@x.example");
        rows.hold = true;
        CompletableFuture<Expansion> answer =
                new AliasMaps(List.of(searched(rows))).expand("list@x.example", new Trail());
        rows.letGo();
        rows.down = true;
        while (!answer.isDone()) {
            rows.letGo();
        }
        assertThat(answer.join()).isEqualTo(new Unavailable("rows is down"));
    }

    @Test
    void saysTheSameWhenAnswersComeLate() {
        rows.with("list@x.example", "a@x.example, b@x.example").with("a@x.example", "c@x.example");
        rows.hold = true;
        CompletableFuture<Expansion> answer =
                new AliasMaps(List.of(searched(rows))).expand("list@x.example", new Trail());
        while (!answer.isDone()) {
            rows.letGo();
        }
        assertThat(answer.join())
                .isEqualTo(
                        new Expanded(List.of("c@x.example", "b@x.example"), List.of("list@x.example", "a@x.example")));
    }

    @Test
    void isUnavailableForAValueThatIsNoAddress() {
        rows.with("a@x.example", ",");
        assertThat(expand("a@x.example")).isInstanceOf(Unavailable.class);
    }

    @Test
    void knowsNoAliasWithoutMaps() {
        assertThat(finals(new AliasMaps(List.of()), "a@x.example")).containsExactly("a@x.example");
    }

    private static String list(int addresses) {
        return String.join(
                ",",
                IntStream.range(0, addresses)
                        .mapToObj(i -> "box" + i + "@y.example")
                        .toList());
    }

    private static Table searched(Table exact) {
        return new SearchedTable(
                exact,
                KeyRules.forParameter("virtual_alias_maps", AddressConfig.DEFAULTS)
                        .orElseThrow());
    }

    private Expansion expand(String address) {
        return new AliasMaps(List.of(searched(rows)))
                .expand(address, new Trail())
                .join();
    }

    private List<String> finals(String address) {
        return finals(new AliasMaps(List.of(searched(rows))), address);
    }

    private static List<String> finals(AliasExpansion aliases, String address) {
        return ((Expanded) aliases.expand(address, new Trail()).join()).finals();
    }
}
