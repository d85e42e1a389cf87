package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.Problem;
import io.github.guichet.server.Problems;
import io.github.guichet.server.TomlFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken configuration files, and all that is said about them. */
class BadConfigurationsTest {

    static Path corpus() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(BadConfigurationsTest.class.getResource("/bad-configs"))
                .toURI());
    }

    static List<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static String complaints(Path file) throws IOException {
        Problems problems = new Problems();
        TomlFile toml = TomlFile.parse("guichet.toml", Files.readString(file), Map.of(), problems);
        ConfigurationReader.Reading unused = ConfigurationReader.read(toml);
        return problems.sorted().stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isRefusedWithEverythingThatIsWrong(String name) throws IOException, URISyntaxException {
        Path directory = corpus().resolve(name);
        assertThat(complaints(directory.resolve("guichet.toml")))
                .isEqualTo(Files.readString(directory.resolve("expected.txt")));
    }

    @Test
    void everyBrokenFileIsThere() throws IOException, URISyntaxException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(14);
    }
}
