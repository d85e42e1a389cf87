package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServeArgumentsTest {

    @Test
    void takesTheLinesOfServices() {
        assertThat(ServeArguments.plain("serve"))
                .contains(new ServeArguments(Path.of("/etc/guichet/guichet.toml"), Set.of()));
        assertThat(ServeArguments.plain("serve", "--only", "policy", "--config", "/etc/guichet/policy.toml"))
                .contains(new ServeArguments(Path.of("/etc/guichet/policy.toml"), Set.of("policy")));
        assertThat(ServeArguments.plain("serve", "-c", "g.toml", "--only", "policy,milter"))
                .contains(new ServeArguments(Path.of("g.toml"), Set.of("policy", "milter")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status",
                "serve --help",
                "serve --config",
                "serve --config=g.toml",
                "serve --config -c",
                "serve --config @file",
                "serve --config a --config b",
                "serve --only nosuch",
                "serve --only policy,",
                "serve @file x",
                "serve --verbose x",
                "serve --config a\0b",
            })
    void leavesAllElseToWhoExplains(String line) {
        assertThat(ServeArguments.plain(line.isEmpty() ? new String[0] : line.split(" ")))
                .isEmpty();
    }
}
