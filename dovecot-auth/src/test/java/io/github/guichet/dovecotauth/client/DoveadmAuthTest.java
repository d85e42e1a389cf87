package io.github.guichet.dovecotauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.sasl.OAuthHints;
import io.github.guichet.dovecotauth.sasl.SaslMechanisms;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress.Unix;
import io.github.guichet.server.Listener;
import io.github.guichet.server.ListenerLimits;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real {@code doveadm auth test}, with a configuration of its own, logs in over the client socket. */
class DoveadmAuthTest {

    private static final int REFUSED = 77;
    private static final int TEMPORARY = 75;

    private final LaterLogin login = new LaterLogin();
    private final EventLoops loops = EventLoops.create();
    private final Path directory;
    private final Listener listener;

    DoveadmAuthTest() throws Exception {
        directory = Files.createTempDirectory("guichet");
        Files.writeString(directory.resolve("dovecot.conf"), "base_dir = " + directory + "\nssl = no\n");
        DaemonMeter meter = new DaemonMetrics(new PrometheusRegistry()).daemon("dovecot-auth");
        ClientProtocol protocol = new ClientProtocol(
                ClientConfig.DEFAULT,
                new SaslMechanisms(Optional.empty(), OAuthHints.NONE).mechanisms(List.of("PLAIN", "LOGIN")),
                login,
                (pid, id, cookie, accepted, request) -> {},
                ClientPeer.SPID,
                meter);
        listener =
                Listener.bind(Unix.at(directory.resolve("auth.sock")), loops, ListenerLimits.DEFAULT, meter, protocol);
    }

    @AfterEach
    void stop() throws Exception {
        listener.stop().get(30, TimeUnit.SECONDS);
        loops.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Its output, after it ended with one of these. */
    private String doveadm(List<Integer> status, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                "doveadm",
                "-c",
                directory.resolve("dovecot.conf").toString(),
                "auth",
                "test",
                "-a",
                directory.resolve("auth.sock").toString()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isIn(status);
        return text;
    }

    @Test
    void logsIn() throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("nologin", "");
        fields.put("forward_x", "a\tb");
        login.fields = new AccountRecord(fields);

        String output = doveadm(List.of(0), "-x", "rip=192.0.2.1", "-x", "service=imap", "tim", "good");

        assertThat(output).contains("tim auth succeeded").contains("user=tim").contains("nologin");
        assertThat(login.requests.get(0).remoteIp()).isEqualTo("192.0.2.1");
        assertThat(login.requests.get(0).service()).isEqualTo("imap");
    }

    @Test
    void isRefused() throws Exception {
        assertThat(doveadm(List.of(REFUSED), "tim", "bad")).contains("tim auth failed");
        assertThat(doveadm(List.of(REFUSED), "tim", "off"))
                .contains("tim auth failed")
                .contains("Account is off");
    }

    @Test
    void triesAgainLater() throws Exception {
        // doveadm 2.3 ends as after a refusal.
        assertThat(doveadm(List.of(REFUSED, TEMPORARY), "tim", "down")).contains("code=temp_fail");
    }
}
