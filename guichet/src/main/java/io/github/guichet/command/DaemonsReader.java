package io.github.guichet.command;

import io.github.guichet.server.AdminServer;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import io.github.guichet.socketmap.SocketmapConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the sections of what listens: {@code [socketmap]}, {@code [metrics]}, {@code [admin]}. */
final class DaemonsReader {

    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(2);
    private static final int OTHERS_WRITE = 0002;

    private final ListenReader listen;

    DaemonsReader(ListenReader listen) {
        this.listen = listen;
    }

    Optional<SocketmapConfig> socketmap(Optional<ConfigSection> section) {
        return section.flatMap(s -> {
            List<ListenAddress> addresses = listen.several(s, "listen", ListenAddress.DEFAULT_MODE);
            ListenerLimits limits = ListenReader.limits(s, ListenerLimits.DEFAULT, SHORTEST_IDLE, Duration.ofDays(1));
            return addresses.isEmpty() ? Optional.empty() : Optional.of(new SocketmapConfig(addresses, limits));
        });
    }

    Optional<MetricsSection> metrics(Optional<ConfigSection> section) {
        return section.flatMap(s -> {
            List<String> hostNames = s.strings("host-names");
            return listen.one(s, "listen", ListenAddress.DEFAULT_MODE).flatMap(address -> {
                if (address instanceof ListenAddress.Inet) {
                    return Optional.of(new MetricsSection(address, hostNames));
                }
                s.problem(
                        "listen",
                        address instanceof ListenAddress.Systemd
                                ? "must be inet:host:port: this server takes no socket of systemd"
                                : "must be inet:host:port, because Prometheus scrapes TCP only");
                return Optional.empty();
            });
        });
    }

    Optional<AdminConfig> admin(Optional<ConfigSection> section) {
        return section.flatMap(
                s -> listen.one(s, "listen", AdminServer.DEFAULT_MODE).flatMap(address -> admin(s, address)));
    }

    /** Whoever may connect may empty the cache, so this is never open to a network nor to everybody. */
    private Optional<AdminConfig> admin(ConfigSection section, ListenAddress address) {
        if (address instanceof ListenAddress.Systemd) {
            Optional<Path> path = listen.place(address);
            if (path.isEmpty()) {
                section.problem(
                        "listen",
                        "must say where the commands find the socket: { systemd = \"NAME\", unix = \"/path\" }, with the path"
                                + " of ListenStream= in the socket unit");
            }
            return path.map(p -> new AdminConfig(address, p));
        }
        if (!(address instanceof ListenAddress.Unix unix)) {
            section.problem("listen", "must be a Unix socket, unix:/path");
            return Optional.empty();
        }
        if ((unix.mode() & OTHERS_WRITE) != 0) {
            section.problem(
                    "listen", "its mode would let every user of this machine in; use 0600, or 0660 with a group");
        }
        return Optional.of(new AdminConfig(unix, unix.path()));
    }
}
