package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.Filter;
import io.github.guichet.milter.wire.MilterConfig;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The milter protocol as OpenDKIM's miltertest speaks it, an MTA's side that is neither Postfix's nor ours. */
@ExtendWith(Workspaces.class)
class MilterProtocolIT {

    private static final Duration PROGRESS = Duration.ofMillis(20);

    /** Serves a filter while a script talks to it. */
    private static String run(Workspace work, Filter filter, String script, String... options) throws Exception {
        ListenAddress.Unix socket = ListenAddress.Unix.at(work.path("milter.sock"));
        MilterConfig config = new MilterConfig(List.of(socket), MilterConfig.DEFAULT_LIMITS);
        try (EventLoops loops = EventLoops.create()) {
            MilterDaemon daemon =
                    MilterDaemon.start(config, filter, loops, new DaemonMetrics(new PrometheusRegistry()), PROGRESS);
            try {
                return miltertest(work, script, options).succeeds().out();
            } finally {
                daemon.stop().get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static Command miltertest(Workspace work, String script, String... options) {
        List<String> line =
                new ArrayList<>(List.of(Program.MILTERTEST.path(), "-D", "socket=unix:" + work.path("milter.sock")));
        line.addAll(List.of(options));
        line.addAll(List.of("-s", work.file(script, resource(script)).toString()));
        return Command.run(line, "");
    }

    static String resource(String script) {
        try (InputStream in = MilterProtocolIT.class.getResourceAsStream("/miltertest/" + script)) {
            if (in == null) {
                throw new AssertionError("no script " + script);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"negotiation.lua", "commands.lua", "replies.lua", "changes.lua", "messages.lua"})
    void understandsAnMta(String script, Workspace work) throws Exception {
        run(work, ScriptedFilter.answering(), script);
    }

    @Test
    void saysNothingBeforeTheEndOfTheMessageIfItAgreedSo(Workspace work) throws Exception {
        run(work, ScriptedFilter.quiet(), "quiet.lua");
    }

    @Test
    void saysThatItIsStillAtWork(Workspace work) throws Exception {
        assertThat(run(work, ScriptedFilter.answering(), "progress.lua", "-v", "-v"))
                .contains("cmd p, len 0");
    }

    @Test
    void refusesAForgedFromOfARealDaemon(Workspace work) {
        Path config = work.file("from.toml", """
                [map.owners]
                for = "smtpd_sender_login_maps"
                values = { "ann@example.org" = "ann", "boss@example.org" = "boss" }
                [send-as]
                maps = ["owners"]
                [milter]
                listen = ["unix:%s"]
                [[milter.rule]]
                name = "From: belongs to the login"
                check = "header-from"
                mode = "reject"
                """.formatted(work.path("milter.sock")));
        GuichetProcess.start(work, config, UnixDomainSocketAddress.of(work.path("milter.sock")));

        miltertest(work, "from.lua").succeeds();
    }

    @Test
    void servesManyMtasAtATime(Workspace work) throws Exception {
        ListenAddress.Unix socket = ListenAddress.Unix.at(work.path("milter.sock"));
        MilterConfig config = new MilterConfig(List.of(socket), MilterConfig.DEFAULT_LIMITS);
        try (EventLoops loops = EventLoops.create()) {
            MilterDaemon daemon = MilterDaemon.start(
                    config, ScriptedFilter.answering(), loops, new DaemonMetrics(new PrometheusRegistry()));
            List<CompletableFuture<Command>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(CompletableFuture.supplyAsync(() -> miltertest(work, "messages.lua")));
            }
            for (CompletableFuture<Command> one : all) {
                one.get(120, TimeUnit.SECONDS).succeeds();
            }
            daemon.stop().get(60, TimeUnit.SECONDS);
        }
    }
}
