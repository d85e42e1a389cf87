package io.github.guichet.socketmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import io.github.guichet.server.ListenerLimits;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real postmap(1), with a configuration of its own, asks the daemon over both kinds of socket. */
class PostmapTest {

    private static final String LONGEST = "v".repeat(SocketmapLimits.MAX_VALUE);

    @TempDir
    private Path directory;

    private final FakeTable table = new FakeTable()
            .with("alice@example.com", "bob@example.com, carol@example.com")
            .with("Ümlaut@example.com", "grün ✓")
            .with("two words", "spaces  kept ")
            .with("longest", LONGEST)
            .with("too-long", LONGEST + "v");
    private final EventLoops loops = EventLoops.create();
    private SocketmapDaemon daemon;

    PostmapTest() throws Exception {
        Path sockets = Files.createTempDirectory("guichet");
        daemon = SocketmapDaemon.start(
                new SocketmapConfig(
                        List.of(Unix.at(sockets.resolve("sm.sock")), new Inet("127.0.0.1", 0)), ListenerLimits.DEFAULT),
                table.as("alias"),
                loops,
                new DaemonMetrics(new PrometheusRegistry()),
                LookupObserver.NONE);
    }

    @BeforeEach
    void privateConfiguration() throws IOException {
        Files.writeString(directory.resolve("main.cf"), "compatibility_level = 3.6\nsmtputf8_enable = yes\n");
    }

    @AfterEach
    void stop() throws Exception {
        daemon.stop().get(30, TimeUnit.SECONDS);
        loops.close();
        if (daemon.addresses().get(0) instanceof Unix unix) {
            Files.delete(unix.path().getParent());
        }
    }

    private record Result(int status, String output, String errors) {}

    private Result postmap(int listener, String map, String input, String... query) throws Exception {
        List<String> command = new ArrayList<>(List.of("postmap", "-c", directory.toString()));
        command.addAll(List.of(query));
        command.add("socketmap:" + daemon.addresses().get(listener) + ":" + map);
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void printsAFoundValue(int listener) throws Exception {
        Result result = postmap(listener, "alias", "", "-q", "alice@example.com");

        assertThat(result).isEqualTo(new Result(0, "bob@example.com, carol@example.com\n", ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void isSilentAboutWhatIsNotFound(int listener) throws Exception {
        assertThat(postmap(listener, "alias", "", "-q", "nobody@example.com")).isEqualTo(new Result(1, "", ""));
        assertThat(postmap(listener, "alias", "", "-q", "")).isEqualTo(new Result(1, "", ""));
    }

    @Test
    void carriesUtf8AndSpaces() throws Exception {
        assertThat(postmap(0, "alias", "", "-q", "Ümlaut@example.com").output()).isEqualTo("grün ✓\n");
        assertThat(postmap(0, "alias", "", "-q", "two words").output()).isEqualTo("spaces  kept \n");
    }

    @Test
    void answersManyKeysOnOneConnection() throws Exception {
        String keys = "nobody@example.com\nalice@example.com\n".repeat(500);

        Result result = postmap(1, "alias", keys, "-q", "-");

        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo("alice@example.com\tbob@example.com, carol@example.com\n".repeat(500));
    }

    @Test
    void carriesTheLongestValueThatPostfixTakes() throws Exception {
        assertThat(postmap(0, "alias", "", "-q", "longest")).isEqualTo(new Result(0, LONGEST + "\n", ""));
    }

    @Test
    void saysTempForAValueThatNoReplyCanCarry() throws Exception {
        Result result = postmap(0, "alias", "", "-q", "too-long");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors())
                .contains(
                        "socketmap server temporary error: the value has 99998 bytes, socketmap carries at most 99997");
    }

    @Test
    void saysTempWhenTheSourceIsDown() throws Exception {
        Result result = postmap(0, "alias", "", "-q", "down");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors()).contains("socketmap server temporary error: source db is down");
    }

    @Test
    void saysPermForAMapThatDoesNotExist() throws Exception {
        Result result = postmap(0, "nomap", "", "-q", "alice@example.com");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors()).contains("socketmap server permanent error: there is no map 'nomap'");
    }

    @Test
    void doesNotFindAKeyOfTenThousandAndOneBytes() throws Exception {
        String longest = "k".repeat(SocketmapLimits.MAX_KEY);
        table.with(longest, "found").with(longest + "k", "never");

        assertThat(postmap(0, "alias", "", "-q", longest)).isEqualTo(new Result(0, "found\n", ""));
        assertThat(postmap(0, "alias", "", "-q", longest + "k")).isEqualTo(new Result(1, "", ""));
        assertThat(table.asked).containsExactly(longest);
    }
}
