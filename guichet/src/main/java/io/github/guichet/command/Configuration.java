package io.github.guichet.command;

import io.github.guichet.log.LogSettings;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.socketmap.SocketmapConfig;
import java.util.Map;
import java.util.Optional;

/**
 * A whole configuration file, read and checked: what every name refers to is there. Opens nothing.
 *
 * @param address what the search for keys needs to know of main.cf
 * @param sources the places to ask, by name: those of {@code [source.NAME]}
 * @param maps the maps, by name
 * @param snapshot where caches survive a restart; absent = nowhere
 * @param accounts passwords and user records
 * @param sendAs who may send as whom
 * @param socketmap the daemon that serves the maps
 * @param dovecotAuth the daemon for log-ins
 * @param policy the daemon that decides who may send
 * @param milter the daemon that decides what the header may say
 * @param state where counters and lockouts survive a restart
 * @param notices how somebody is told of breaches
 * @param log how the log is written
 * @param metrics where metrics, health and the status page are served
 * @param admin where the running daemon takes commands
 */
public record Configuration(
        AddressConfig address,
        Map<String, SourceConfig> sources,
        Map<String, MapConfig> maps,
        Optional<SnapshotConfig> snapshot,
        Optional<AccountsConfig> accounts,
        Optional<SendAsSection> sendAs,
        Optional<SocketmapConfig> socketmap,
        Optional<DovecotAuthSection> dovecotAuth,
        Optional<PolicySection> policy,
        Optional<MilterSection> milter,
        StateConfig state,
        NotifySection notices,
        LogSettings log,
        Optional<MetricsSection> metrics,
        Optional<AdminConfig> admin) {

    /** Keeps copies. */
    public Configuration {
        sources = Map.copyOf(sources);
        maps = Map.copyOf(maps);
    }

    /** Whether there is no daemon to run. */
    boolean servesNothing() {
        return socketmap.isEmpty() && policy.isEmpty() && milter.isEmpty() && dovecotAuth.isEmpty();
    }
}
