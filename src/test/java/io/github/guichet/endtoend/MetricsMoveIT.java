package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The metrics move to another address, and back, while guichet runs. */
@ExtendWith(Workspaces.class)
class MetricsMoveIT {

    @Test
    void tellTheSameWhereverTheyAre(Workspace work) throws IOException {
        int first = work.freePort();
        int second = work.freePort();
        int maps = work.freePort();
        Path file = Files.writeString(work.path("guichet.toml"), config(work, maps, first));
        try (GuichetProcess guichet =
                GuichetProcess.start(work, file, new InetSocketAddress(InetAddress.getLoopbackAddress(), first))) {
            assertThat(scrape(first)).contains("jvm_threads_current", "process_start_time_seconds");
            for (int[] move : new int[][] {{first, second}, {second, first}, {first, second}}) {
                Files.writeString(file, config(work, maps, move[1]));
                GuichetCommand.run(file, "reload").succeeds();
                assertThat(scrape(move[1])).contains("jvm_threads_current", "process_start_time_seconds");
                assertThatThrownBy(() -> scrape(move[0])).isInstanceOf(ConnectException.class);
            }
            assertThat(guichet.stop()).isZero();
        }
    }

    private static String config(Workspace work, int maps, int metrics) {
        return """
                [map.m]
                for = "virtual_alias_maps"
                values = { "a@example.com" = "b@example.com" }
                [socketmap]
                listen = "inet:127.0.0.1:%d"
                [metrics]
                listen = "inet:127.0.0.1:%d"
                [admin]
                listen = "unix:%s"
                """.formatted(maps, metrics, work.path("admin.sock"));
    }

    private static String scrape(int port) throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
