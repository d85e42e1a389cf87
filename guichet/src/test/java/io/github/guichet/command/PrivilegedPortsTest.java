package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.ListenAddress.Inet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegedPortsTest {

    @TempDir
    Path directory;

    @Test
    void areThoseBelow1024OfTheDaemonsThatRun() throws IOException, BadConfigurationException {
        Path users = Files.writeString(directory.resolve("users"), "alice:{PLAIN}good\n");
        Path file = Files.writeString(directory.resolve("guichet.toml"), """
                [map.alias]
                for = "virtual_alias_maps"
                values = { "a@guichet.test" = "b@guichet.test" }
                [socketmap]
                listen = ["unix:%1$s/s", "inet:127.0.0.1:783", "inet:127.0.0.1:1024", "inet:127.0.0.1:1023"]
                [accounts]
                file = "%2$s"
                [dovecot-auth]
                listen-client = ["inet:127.0.0.1:784"]
                listen-master = ["inet:[::1]:785"]
                [policy]
                listen = ["inet:127.0.0.1:786"]
                [[policy.rule]]
                name = "x"
                action = "DUNNO"
                """.formatted(directory, users));
        Configuration configuration = ConfigurationReader.read(file, Map.of());
        assertThat(PrivilegedPorts.of(configuration, Set.of()))
                .containsExactly(
                        new Inet("127.0.0.1", 783),
                        new Inet("127.0.0.1", 1023),
                        new Inet("127.0.0.1", 786),
                        new Inet("127.0.0.1", 784),
                        new Inet("::1", 785));
        assertThat(PrivilegedPorts.of(configuration, Set.of("policy"))).containsExactly(new Inet("127.0.0.1", 786));
    }
}
