package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomlFileTest {

    @TempDir
    private Path directory;

    private final Problems problems = new Problems();

    private void refused(byte[] content, String why) throws IOException {
        Path file = Files.write(directory.resolve("g.toml"), content);
        assertThat(TomlFile.read(file, Map.of(), problems)).isEmpty();
        assertThat(problems.sorted()).extracting(Problem::toString).containsExactly(file + ": " + why);
    }

    @Test
    void readsAFileUpToTheLimit() throws IOException {
        byte[] full =
                ("a = 1\n#" + "x".repeat(TomlFile.LIMIT - 8) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Path file = Files.write(directory.resolve("g.toml"), full);
        assertThat(TomlFile.read(file, Map.of(), problems).orElseThrow().root().integer("a", 1, 1))
                .contains(1);
    }

    @Test
    void refusesAFileOverTheLimit() throws IOException {
        refused(new byte[TomlFile.LIMIT + 1], "is larger than 1048576 bytes");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        refused(new byte[] {'#', (byte) 0xff}, "is not UTF-8");
    }

    @Test
    void saysThatAFileIsNotThere() {
        Path file = directory.resolve("none.toml");
        assertThat(TomlFile.read(file, Map.of(), problems)).isEmpty();
        assertThat(problems.sorted()).extracting(Problem::toString).containsExactly(file + ": no such file");
    }

    @Test
    void repeatsNothingOfAPasswordWhoseQuotesAreMissing() {
        for (String value : new String[] {"123geheim", "true_geheim", "\"a\"geheim", "geheim"}) {
            Problems found = new Problems();
            TomlFile.parse("g.toml", "password = " + value, Map.of(), found);
            assertThat(found.sorted())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString())
                            .contains("is not TOML: Unexpected ")
                            .doesNotContain("geheim"));
        }
    }

    @Test
    void suggestsOnlyWhatIsNear() {
        assertThat(Nearest.of("max-entires", java.util.List.of("ttl", "max-entries")))
                .contains("max-entries");
        assertThat(Nearest.of("x", java.util.List.of("ttl"))).isEmpty();
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }
}
