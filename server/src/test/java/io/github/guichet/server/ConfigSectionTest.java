package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConfigSectionTest {

    private final Problems problems = new Problems();

    private TomlFile parse(String text) {
        return TomlFile.parse("g.toml", text, Map.of("HOST", "db.example", "EMPTY", ""), problems);
    }

    private List<String> problems() {
        return problems.sorted().stream().map(Problem::toString).toList();
    }

    private List<String> read(String text, Consumer<ConfigSection> reader) {
        TomlFile file = parse(text);
        reader.accept(file.root());
        file.finish();
        return problems();
    }

    @Test
    void readsEveryType() {
        TomlFile file = parse("""
                s = "x"
                l = ["a", "b"]
                one = "a"
                n = 200_000
                b = true
                d = "24h"
                z = "64kB"
                p = "/a/b"
                c = "two"
                """);
        ConfigSection root = file.root();
        assertThat(root.string("s")).contains("x");
        assertThat(root.strings("l")).containsExactly("a", "b");
        assertThat(root.strings("one")).containsExactly("a");
        assertThat(root.integer("n", 1, 1_000_000)).contains(200_000);
        assertThat(root.bool("b")).contains(true);
        assertThat(root.duration("d", Duration.ZERO, Duration.ofDays(30))).contains(Duration.ofDays(1));
        assertThat(root.size("z", 1, 1 << 20)).contains(65536L);
        assertThat(root.path("p")).contains(Path.of("/a/b"));
        Map<String, Integer> words = new LinkedHashMap<>();
        words.put("one", 1);
        words.put("two", 2);
        assertThat(root.choice("c", words)).contains(2);
        file.finish();
        assertThat(problems()).isEmpty();
    }

    @Test
    void reportsAWrongTypeAtTheValueWithWhatIsAllowed() {
        assertThat(read("a = 5\nb = 'x'\nc = \"5 min\"\nd = \"/x\"\nd2 = \"x\"\n", root -> {
                    root.string("a");
                    root.integer("b", 1, 9);
                    root.duration("c", Duration.ofMillis(1), Duration.ofDays(2));
                    root.path("d");
                    root.path("d2");
                }))
                .containsExactly(
                        "g.toml:1:5: a: must be a string, is 5",
                        "g.toml:2:5: b: must be a whole number from 1 to 9, is \"x\"",
                        "g.toml:3:5: c: must be a duration from \"1ms\" to \"48h\", written like \"500ms\", \"2s\", \"5m\""
                                + " or \"24h\", is \"5 min\"",
                        "g.toml:5:6: d2: must be an absolute path, is \"x\"");
    }

    @Test
    void refusesANumberOutsideItsRange() {
        assertThat(read("a = 10\nb = 0\nc = 9\n", root -> {
                    root.integer("a", 1, 9);
                    root.integer("b", 1, 9);
                    root.integer("c", 1, 9);
                }))
                .containsExactly(
                        "g.toml:1:5: a: must be a whole number from 1 to 9, is 10",
                        "g.toml:2:5: b: must be a whole number from 1 to 9, is 0");
    }

    @Test
    void reportsUnknownKeysAndSectionsWithTheNearestKnownOne() {
        assertThat(read("[source.db]\npasword = 'x'\nzzzzz = 1\n[sockmap]\nlisten = 'y'\n", root -> {
                    root.table("socketmap");
                    root.tables("source").values().forEach(source -> {
                        source.string("password");
                        source.string("url");
                    });
                }))
                .containsExactly(
                        "g.toml:2:1: source.db.pasword: unknown key; did you mean password?",
                        "g.toml:3:1: source.db.zzzzz: unknown key; known are password, url",
                        "g.toml:4:1: sockmap: unknown section; did you mean socketmap?");
    }

    @Test
    void replacesReferencesToTheEnvironment() {
        assertThat(parse("u = 'jdbc:x://${env:HOST}${env:EMPTY}/m'").root().string("u"))
                .contains("jdbc:x://db.example/m");
        assertThat(problems()).isEmpty();
    }

    @Test
    void reportsAMissingVariableAtItsReference() {
        assertThat(read("u = \"a${env:NOPE}b${env:HOST\"", root -> root.string("u")))
                .containsExactly(
                        "g.toml:1:7: u: the environment has no variable NOPE",
                        "g.toml:1:19: u: ${env: without its closing brace");
    }

    @Test
    void findsACharacterInsideAnyKindOfString() {
        String toml =
                "a = \"x\\t%z\"\nb = 'x%z'\nc = \"\"\"\nab\n %z\"\"\"\nd = \"é${env:HOST}\\u00e9%z\"\ne = [ 'q', '%z' ]\n";
        assertThat(read(toml, root -> {
                    for (String key : List.of("a", "b", "c", "d")) {
                        ConfigText text = root.text(key).orElseThrow();
                        root.problem(text, text.text().indexOf('%'), "here");
                    }
                    root.problem(root.texts("e").get(1), 0, "here");
                }))
                .containsExactly(
                        "g.toml:1:9: a: here",
                        "g.toml:2:7: b: here",
                        "g.toml:5:2: c: here",
                        "g.toml:6:24: d: here",
                        "g.toml:7:13: e: here");
    }

    @Test
    void reportsAllSyntaxErrorsAndStillReadsTheRestButCallsNothingMissing() {
        assertThat(read("a =\nb = 1\nc = \"x\n[t]\n", root -> {
                    root.missing("z", "is needed");
                    root.table("t");
                    root.string("b");
                }))
                .containsExactly(
                        "g.toml:1:4: is not TOML: Unexpected end of line, expected a value",
                        "g.toml:2:5: b: must be a string, is 1",
                        "g.toml:3:7: is not TOML: Unexpected end of line, expected \" or a character");
    }

    @Test
    void reportsAMissingKeyAtItsSection() {
        assertThat(read("x = 1\n\n[t]\n", root -> {
                    root.integer("x", 0, 9);
                    root.table("t").orElseThrow().missing("url", "is missing");
                }))
                .containsExactly("g.toml:3:1: t.url: is missing");
    }

    @Test
    void knowsEveryKeySomebodyAskedFor() {
        TomlFile file = parse("[source.a]\n[cache]\n");
        file.root().tables("source").values().forEach(source -> source.string("url"));
        file.root().table("cache").orElseThrow().integer("max-entries", 1, 2);
        assertThat(file.knownKeys().keySet())
                .containsExactlyInAnyOrder("source", "source.NAME.url", "cache", "cache.max-entries");
        assertThat(file.knownKeys()).containsEntry("cache.max-entries", Set.of(KeyForm.number(1, 2)));
    }

    @Test
    void readsElementsThatAreStringsOrTables() {
        List<Object> elements = parse("l = ['a', { unix = '/b' }]").root().elements("l");
        assertThat(elements.get(0)).hasToString("a");
        assertThat(((ConfigSection) elements.get(1)).string("unix")).contains("/b");
    }

    @Test
    void readsTheTablesOfAnArrayEachAtItsOwnPlace() {
        assertThat(read(
                        "[[p.rule]]\nname = 'a'\n[[p.rule]]\nnmae = 'b'\n",
                        root -> root.table("p").orElseThrow().elements("rule").forEach(element -> {
                            ConfigSection rule = (ConfigSection) element;
                            rule.string("name");
                            if (!rule.has("name")) {
                                rule.missing("name", "is missing");
                            }
                        })))
                .containsExactly(
                        "g.toml:3:1: p.rule.name: is missing",
                        "g.toml:4:1: p.rule.nmae: unknown key; did you mean name?");
    }

    @Test
    void tellsTheTypeOfAValueThatMayHaveSeveral() {
        ConfigSection root = parse("a = true\nb = 'x'\n").root();
        assertThat(root.is("a", Boolean.class)).isTrue();
        assertThat(root.is("b", Boolean.class)).isFalse();
        assertThat(root.is("c", Boolean.class)).isFalse();
        assertThat(root.keys()).containsExactlyInAnyOrder("a", "b");
    }
}
