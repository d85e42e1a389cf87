package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.Problem;
import io.github.guichet.server.Problems;
import io.github.guichet.server.TomlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pieces of configuration in the README and the manual are such that somebody may paste them. */
class SnippetsTest {

    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```toml\\n(.*?)^```$");

    /**
     * What a piece may lack that the rest of a configuration has: the maps and sources that it names, files of the host that it
     * is for, and what else its section needs.
     */
    private static final Pattern REST = Pattern.compile(
            "is missing|there is no (map|source)|is not there or may not be read|no such file|needs the section");

    record Snippet(String page, String toml) {

        @Override
        public String toString() {
            return page + ": " + toml.lines().findFirst().orElse("");
        }
    }

    static List<Snippet> snippets() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
            return Stream.concat(Stream.of(Path.of("../README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(SnippetsTest::of)
                    .toList();
        }
    }

    private static Stream<Snippet> of(Path page) {
        try {
            return SNIPPET.matcher(Files.readString(page))
                    .results()
                    .map(found -> new Snippet(String.valueOf(page.getFileName()), found.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void isUnderstood(Snippet snippet) {
        Problems problems = new Problems();
        ConfigurationReader.read(TomlFile.parse("snippet", snippet.toml(), Map.of(), problems));
        assertThat(problems.sorted())
                .map(Problem::toString)
                .filteredOn(problem ->
                        problem.startsWith("snippet") && !REST.matcher(problem).find())
                .isEmpty();
    }
}
