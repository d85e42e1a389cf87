package io.github.guichet.command;

import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.socketmap.SocketmapDaemon;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a running process is like, for {@code guichet status}. */
final class ServerStatus {

    private final RunningConfiguration running;
    private final Optional<SocketmapDaemon> socketmap;
    private final Instant started = Instant.now();

    ServerStatus(RunningConfiguration running, Optional<SocketmapDaemon> socketmap) {
        this.running = running;
        this.socketmap = socketmap;
    }

    /** As lines for people; the first word of a line about a source is its state. */
    String text() {
        StringBuilder text = new StringBuilder();
        Duration age = Duration.between(started, Instant.now());
        text.append("guichet ")
                .append(Version.text())
                .append(", process ")
                .append(ProcessHandle.current().pid());
        text.append(", running for ").append(age.toSeconds()).append(" s\n");
        socketmap.ifPresent(daemon -> text.append("socketmap: ")
                .append(String.join(
                        ", ",
                        daemon.addresses().stream().map(ListenAddress::toString).toList()))
                .append(": ")
                .append(daemon.connections())
                .append(" connections\n"));
        for (Source source : running.sources()) {
            text.append("source ")
                    .append(source.name())
                    .append(": ")
                    .append(state(source.state()))
                    .append('\n');
        }
        for (CachedTable cache : caches()) {
            text.append("cache ")
                    .append(cache.name())
                    .append(": ")
                    .append(cache.size())
                    .append(" answers, ");
            text.append(cache.bytes())
                    .append(" bytes, ")
                    .append(cache.evictions())
                    .append(" dropped\n");
        }
        return text.toString();
    }

    private List<CachedTable> caches() {
        return running.caches().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    private static String state(SourceState state) {
        if (state instanceof SourceState.Down down) {
            return "down since " + down.since() + ": " + Logs.printable(down.reason());
        }
        return state instanceof SourceState.Up up ? "up since " + up.since() : "not asked yet";
    }

    /** As one JSON object. */
    String json() {
        Json json = new Json();
        json.field("version", Version.text());
        json.field("pid", ProcessHandle.current().pid());
        json.field("uptime-seconds", Duration.between(started, Instant.now()).toSeconds());
        json.field("healthy", healthy());
        json.list("daemons", socketmap.stream().toList(), (one, daemon) -> {
            one.field("name", SocketmapDaemon.NAME);
            one.field(
                    "listen",
                    String.join(
                            " ",
                            daemon.addresses().stream()
                                    .map(ListenAddress::toString)
                                    .toList()));
            one.field("connections", daemon.connections());
        });
        json.list("sources", List.copyOf(running.sources()), (one, source) -> {
            one.field("name", source.name());
            SourceState state = source.state();
            if (state instanceof SourceState.Down down) {
                one.field("state", "down");
                one.field("since", down.since().toString());
                one.field("reason", down.reason());
            } else if (state instanceof SourceState.Up up) {
                one.field("state", "up");
                one.field("since", up.since().toString());
            } else {
                one.field("state", "unknown");
            }
        });
        json.list("caches", caches(), (one, cache) -> {
            one.field("map", cache.name());
            one.field("entries", cache.size());
            one.field("bytes", cache.bytes());
            one.field("evictions", cache.evictions());
        });
        return json.end() + "\n";
    }

    /** Whether no source is down. */
    boolean healthy() {
        return running.sources().stream().noneMatch(source -> source.state() instanceof SourceState.Down);
    }
}
