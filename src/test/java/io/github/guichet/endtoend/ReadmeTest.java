package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README shows is what is tested. */
class ReadmeTest {

    @ParameterizedTest
    @CsvSource({
        "policy/guichet.toml, README.md",
        "policy/main.cf, README.md",
        "policy/main.cf, docs/policy.md",
        "policy/master.cf, docs/policy.md",
        "milter/main.cf, README.md",
        "milter/main.cf, docs/milter.md",
        "milter/master.cf, docs/milter.md"
    })
    void showsAFileAsItIs(String file, String page) throws IOException {
        Path checkout = Path.of("../..");
        assertThat(Files.readString(checkout.resolve(page)))
                .contains("\n" + Files.readString(checkout.resolve("docs").resolve(file)) + "```\n");
    }

    @Test
    void showsOfTheMilterWhatIsTested() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        String section = readme.substring(readme.indexOf("```toml\n[milter]") + "```toml\n".length());
        assertThat(Files.readString(Path.of("../../docs/milter/guichet.toml")))
                .endsWith("\n" + section.substring(0, section.indexOf("```")));
    }
}
