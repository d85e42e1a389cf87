package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What guichet knows is in its manual. */
class DocumentationTest {

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("..", "docs", name));
    }

    @Test
    void describesEveryKeyOfTheConfiguration() throws IOException {
        String page = page("configuration.md");
        Set<String> keys =
                ConfigurationReaderTest.read(ConfigurationReaderTest.full()).knownKeys();
        Set<String> undescribed = keys.stream()
                .filter(key -> !key.startsWith("map.NAME.values.")) // keys that the administrator chooses
                .filter(key -> !page.contains("`" + key + "`")
                        && !page.contains("## [" + key + "]")
                        && !page.contains("## [" + key + ".NAME]"))
                .collect(Collectors.toSet());
        assertThat(keys).hasSizeGreaterThan(70);
        assertThat(undescribed).isEmpty();
    }
}
