package io.github.guichet.lookup.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Answer.Found;
import io.github.guichet.lookup.Answer.Unavailable;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchedTableTest {

    private static final Map<String, String> ALIASES = Map.of(
            "alice@x.example", "a@y.example, b",
            "quoted@x.example", "\"a b\"@y.example",
            "moved@x.example", "@z.example",
            "full+t@x.example", "@z.example",
            "down@x.example", "DOWN",
            "@catchall.example", "all@y.example",
            "gone@catchall.example", "DOWN",
            "@x.example", "rest@y.example");

    @Test
    void findsTheWholeKeyWithOneQuestion() {
        RowsTable rows = new RowsTable(ALIASES);
        assertThat(ask(rows, "Alice@X.example")).isEqualTo(new Found("a@y.example, b"));
        assertThat(rows.asked()).containsExactly("alice@x.example");
    }

    @Test
    void goesOnToTheCatchAll() {
        RowsTable rows = new RowsTable(ALIASES);
        assertThat(ask(rows, "who+t@catchall.example")).isEqualTo(new Found("all@y.example"));
        assertThat(rows.asked()).containsExactly("who+t@catchall.example", "who@catchall.example", "@catchall.example");
    }

    @Test
    void neverGoesPastAnUnavailableKey() {
        RowsTable rows = new RowsTable(ALIASES);
        assertThat(ask(rows, "gone+t@catchall.example")).isInstanceOf(Unavailable.class);
        assertThat(rows.asked()).containsExactly("gone+t@catchall.example", "gone@catchall.example");
        assertThat(ask(rows, "down@x.example")).isInstanceOf(Unavailable.class);
        assertThat(ask(rows, "down@x.example")).isInstanceOf(Unavailable.class);
    }

    @Test
    void answersTheSameWhenTheTableAnswersLate() {
        RowsTable rows = new RowsTable(ALIASES).answersLate();
        CompletableFuture<Answer> answer =
                aliases(rows, AddressConfig.DEFAULTS).lookup("alice+T@x.example", new Trail());
        assertThat(answer).isNotDone();
        rows.answer();
        assertThat(answer).isCompletedWithValue(new Found("a+T@y.example, b+T"));
        CompletableFuture<Answer> down =
                aliases(rows, AddressConfig.DEFAULTS).lookup("gone+t@catchall.example", new Trail());
        rows.answer();
        assertThat(down.join()).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "alice+Tag@x.example  | a+Tag@y.example, b+Tag",
                "quoted+t@x.example   | \"a b+t\"@y.example",
                "Moved+t@x.example    | Moved+t@z.example",
                "full+t@x.example     | @z.example",
                "other+t@x.example    | rest@y.example",
            })
    void carriesTheExtensionOfVirtualAliases(String key, String expected) {
        assertThat(ask(new RowsTable(ALIASES), key)).isEqualTo(new Found(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "alice+Tag@x.example  | a@y.example, b",
                "Moved+t@x.example    | Moved@z.example",
                "full+t@x.example     | @z.example",
            })
    void losesTheExtensionWherePostfixWould(String key, String expected) {
        AddressConfig config = AddressConfig.DEFAULTS.withPropagateUnmatchedExtensions(Set.of("canonical"));
        assertThat(aliases(new RowsTable(ALIASES), config).lookup(key, new Trail()))
                .isCompletedWithValue(new Found(expected));
    }

    @Test
    void passesTheValuesOfOtherParametersOnAsTheyAre() {
        KeyRule rule = KeyRules.forParameter("virtual_mailbox_maps", AddressConfig.DEFAULTS)
                .orElseThrow();
        assertThat(new SearchedTable(new RowsTable(ALIASES), rule).lookup("alice+t@x.example", new Trail()))
                .isCompletedWithValue(new Found("a@y.example, b"));
    }

    @Test
    void answersImpossibleKeysWithoutAskingAndCountsThem() {
        List<String> counted = new ArrayList<>();
        LookupObserver observer = new LookupObserver() {
            @Override
            public void impossibleKey(String map) {
                counted.add(map);
            }
        };
        RowsTable rows = new RowsTable(ALIASES);
        SearchedTable table = new SearchedTable(rows, KeyRules.asIs(), observer);
        assertThat(table.lookup("a\tb@x.example", new Trail())).isCompletedWithValue(Answer.NOT_FOUND);
        assertThat(table.lookup("\"a@x.example", new Trail())).isCompletedWithValue(Answer.NOT_FOUND);
        assertThat(rows.asked()).isEmpty();
        assertThat(counted).containsExactly("rows", "rows");
    }

    @Test
    void listsTheKeysOfTheTableBehindIt() {
        assertThat(aliases(new RowsTable(ALIASES), AddressConfig.DEFAULTS).keys())
                .isInstanceOfSatisfying(
                        Keys.Listed.class,
                        keys -> assertThat(keys.keys()).containsExactlyInAnyOrderElementsOf(ALIASES.keySet()));
    }

    private static Answer ask(RowsTable rows, String key) {
        return aliases(rows, AddressConfig.DEFAULTS).lookup(key, new Trail()).join();
    }

    private static SearchedTable aliases(RowsTable rows, AddressConfig config) {
        return new SearchedTable(
                rows, KeyRules.forParameter("virtual_alias_maps", config).orElseThrow());
    }
}
