package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthDaemon;
import io.github.guichet.log.Printable;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.policyd.wire.PolicyDaemon;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.socketmap.SocketmapDaemon;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What a running process is like, for {@code guichet status}. */
final class ServerStatus {

    private final RunningConfiguration running;
    private final List<Listening> daemons;
    private final Instant started = Instant.now();

    /** A daemon, as far as its state is shown. */
    private record Listening(String name, Supplier<List<ListenAddress>> addresses, IntSupplier connections) {

        String listen(String separator) {
            return String.join(
                    separator,
                    addresses.get().stream().map(ListenAddress::toString).toList());
        }
    }

    ServerStatus(
            RunningConfiguration running,
            Optional<SocketmapDaemon> socketmap,
            Optional<PolicyDaemon> policy,
            Optional<MilterDaemon> milter,
            Optional<DovecotAuthDaemon> dovecotAuth) {
        this.running = running;
        List<Listening> listening = new ArrayList<>();
        socketmap.ifPresent(
                daemon -> listening.add(new Listening(SocketmapDaemon.NAME, daemon::addresses, daemon::connections)));
        policy.ifPresent(
                daemon -> listening.add(new Listening(PolicyDaemon.NAME, daemon::addresses, daemon::connections)));
        milter.ifPresent(
                daemon -> listening.add(new Listening(MilterDaemon.NAME, daemon::addresses, daemon::connections)));
        dovecotAuth.ifPresent(
                daemon -> listening.add(new Listening(DovecotAuthDaemon.NAME, daemon::addresses, daemon::connections)));
        this.daemons = List.copyOf(listening);
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
        daemons.forEach(daemon -> text.append(daemon.name())
                .append(": ")
                .append(daemon.listen(", "))
                .append(": ")
                .append(daemon.connections().getAsInt())
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
            return "down since " + down.since() + ": " + Printable.clipped(down.reason());
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
        json.list("daemons", daemons, (one, daemon) -> {
            one.field("name", daemon.name());
            one.field("listen", daemon.listen(" "));
            one.field("connections", daemon.connections().getAsInt());
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
