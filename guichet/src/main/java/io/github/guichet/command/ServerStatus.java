package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthDaemon;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.policyd.wire.PolicyDaemon;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.socketmap.SocketmapDaemon;
import io.github.guichet.status.ServerView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What a running process has, for its status: always of the configuration that it answers from now. */
final class ServerStatus implements ServerView {

    private final Supplier<RunningConfiguration> running;
    private final List<Listening> daemons = new ArrayList<>();

    /** A daemon, as far as its state is shown. */
    private record Listening(String name, Supplier<List<ListenAddress>> addresses, IntSupplier connections) {}

    ServerStatus(
            Supplier<RunningConfiguration> running,
            Optional<SocketmapDaemon> socketmap,
            Optional<PolicyDaemon> policy,
            Optional<MilterDaemon> milter,
            Optional<DovecotAuthDaemon> dovecotAuth) {
        this.running = running;
        socketmap.ifPresent(daemon -> add(SocketmapDaemon.NAME, daemon::addresses, daemon::connections));
        policy.ifPresent(daemon -> add(PolicyDaemon.NAME, daemon::addresses, daemon::connections));
        milter.ifPresent(daemon -> add(MilterDaemon.NAME, daemon::addresses, daemon::connections));
        dovecotAuth.ifPresent(daemon -> add(DovecotAuthDaemon.NAME, daemon::addresses, daemon::connections));
    }

    private void add(String name, Supplier<List<ListenAddress>> addresses, IntSupplier connections) {
        daemons.add(new Listening(name, addresses, connections));
    }

    @Override
    public List<Daemon> daemons() {
        return daemons.stream()
                .map(daemon -> new Daemon(
                        daemon.name(),
                        daemon.addresses().get().stream()
                                .map(ListenAddress::toString)
                                .toList(),
                        daemon.connections().getAsInt()))
                .toList();
    }

    @Override
    public List<Source> sources() {
        return running.get().sources().stream()
                .map(source -> new Source(source.name(), source.state()))
                .toList();
    }

    @Override
    public List<Asked> maps() {
        RunningConfiguration now = running.get();
        Map<String, CachedTable> caches = new HashMap<>();
        now.caches().forEach(cache -> caches.put(cache.name(), cache));
        Collection<String> names = new TreeSet<>(now.maps().keySet());
        names.addAll(caches.keySet());
        // Those of a file have no cache.
        now.accounts().ifPresent(accounts -> {
            accounts.passwords().ifPresent(table -> names.add(AccountsConfig.PASSWORDS));
            accounts.users().ifPresent(table -> names.add(AccountsConfig.USERS));
        });
        return names.stream()
                .map(name ->
                        new Asked(name, Optional.ofNullable(caches.get(name)).map(ServerStatus::cache)))
                .toList();
    }

    private static Cache cache(CachedTable cache) {
        return new Cache(cache.size(), cache.bytes(), cache.evictions());
    }
}
