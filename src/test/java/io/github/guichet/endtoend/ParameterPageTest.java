package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.KeyRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/postfix.md explains what {@code for} takes, all of it and nothing else. */
class ParameterPageTest {

    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    @Test
    void explainsEveryParameterThatForTakesAndNoOther() throws IOException {
        Set<String> explained = Files.readAllLines(Path.of("../../docs/postfix.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell -> CODE.matcher(cell).results().map(result -> result.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(explained).isEqualTo(KeyRules.parameters());
    }
}
