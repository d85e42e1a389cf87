package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeveralTablesTest {

    private final ScriptedTable first =
            new ScriptedTable("first").with("a", "1").with("both", "1,2");
    private final ScriptedTable second =
            new ScriptedTable("second").with("b", "3").with("both", "2");
    private final Table firstOf = new FirstOfTable("any", List.of(first, second));
    private final Table union = new UnionTable("all", List.of(first, second));

    private static Answer ask(Table table, String key) {
        return table.lookup(key, new Trail()).join();
    }

    @Test
    void firstOfAnswersWithTheFirstThatFinds() {
        assertThat(ask(firstOf, "both")).isEqualTo(new Answer.Found("1,2"));
        assertThat(second.asked).isEmpty();
        assertThat(ask(firstOf, "b")).isEqualTo(new Answer.Found("3"));
        assertThat(ask(firstOf, "c")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void firstOfStopsAtAnUnavailableMember() {
        first.down = true;
        assertThat(ask(firstOf, "b")).isEqualTo(new Answer.Unavailable("first is down"));
        assertThat(second.asked).isEmpty();
    }

    @Test
    void firstOfDoesNotNeedLaterMembersForWhatAnEarlierOneFinds() {
        second.down = true;
        assertThat(ask(firstOf, "a")).isEqualTo(new Answer.Found("1"));
        assertThat(ask(firstOf, "c")).isEqualTo(new Answer.Unavailable("second is down"));
    }

    @Test
    void unionJoinsAllValuesInOrderDoublesIncluded() {
        assertThat(ask(union, "both")).isEqualTo(new Answer.Found("1,2,2"));
        assertThat(ask(union, "a")).isEqualTo(new Answer.Found("1"));
        assertThat(ask(union, "b")).isEqualTo(new Answer.Found("3"));
        assertThat(ask(union, "c")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void unionIsUnavailableWhenAnyMemberIs() {
        second.down = true;
        assertThat(ask(union, "a")).isEqualTo(new Answer.Unavailable("second is down"));
        assertThat(ask(union, "c")).isEqualTo(new Answer.Unavailable("second is down"));
    }

    @Test
    void bothWaitForAMemberThatAnswersLater() {
        first.hold = true;
        second.hold = true;
        var any = firstOf.lookup("b", new Trail());
        var all = union.lookup("both", new Trail());
        assertThat(any).isNotCompleted();
        first.letGo();
        assertThat(any).isNotCompleted();
        second.letGo();
        assertThat(any).isCompletedWithValue(new Answer.Found("3"));
        assertThat(all).isCompletedWithValue(new Answer.Found("1,2,2"));
    }

    @Test
    void theTrailHearsOfEveryMemberThatWasAsked() {
        Steps trail = new Steps();
        firstOf.lookup("b", trail).join();
        assertThat(trail.steps).extracting(Steps.Step::table).containsExactly("first", "second");
    }

    @Test
    void bothListTheKeysOfAllMembersOrSayWhyNot() {
        Keys.Listed keys = (Keys.Listed) union.keys();
        assertThat(keys.keys()).containsExactlyInAnyOrder("a", "both", "b", "both");
        second.down = true;
        assertThat(firstOf.keys()).isEqualTo(new Keys.Unavailable("second is down"));
    }

    @Test
    void noTableIsMadeOfNone() {
        assertThatThrownBy(() -> new UnionTable("all", List.of())).hasMessage("map all: union needs at least one map");
        assertThatThrownBy(() -> new FirstOfTable("any", List.of()))
                .hasMessage("map any: first-of needs at least one map");
    }

    @Test
    void valuesAreFoldedWhenStoredAndWhenAsked() {
        Table values = new ValuesTable("extra", Map.of("Straße@X.fr", "y"));
        assertThat(ask(values, "STRASSE@x.FR")).isEqualTo(new Answer.Found("y"));
        assertThat(ask(values, "other@x.fr")).isEqualTo(Answer.NOT_FOUND);
        assertThat(values.keys()).isEqualTo(new Keys.Listed(List.of("strasse@x.fr")));
    }

    @Test
    void valuesMayNotBeEmpty() {
        assertThatThrownBy(() -> new ValuesTable("extra", Map.of("a", "")))
                .hasMessage("map extra: the key \"a\" and its value must not be empty");
        assertThatThrownBy(() -> new ValuesTable("extra", Map.of("", "a"))).hasMessageContaining("must not be empty");
    }
}
