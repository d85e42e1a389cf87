package io.github.guichet.command;

import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.status.ServerView;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What a running process has, for its status: always of the configuration that it answers from now. */
final class ServerStatus implements ServerView {

    private final Supplier<RunningConfiguration> running;
    private final Supplier<List<Listening>> daemons;
    private final UnaryOperator<String> shown;

    /** A daemon, as far as its state is shown. */
    record Listening(String name, Supplier<List<ListenAddress>> addresses, IntSupplier connections) {}

    /**
     * A view.
     *
     * @param running what is current when somebody looks
     * @param daemons those that have a section then
     * @param shown takes out of texts of others what the log may not say either
     */
    ServerStatus(
            Supplier<RunningConfiguration> running, Supplier<List<Listening>> daemons, UnaryOperator<String> shown) {
        this.running = running;
        this.daemons = daemons;
        this.shown = shown;
    }

    @Override
    public List<Daemon> daemons() {
        return daemons.get().stream()
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
                .map(source -> new Source(source.name(), shown(source.state())))
                .toList();
    }

    private SourceState shown(SourceState state) {
        return state instanceof SourceState.Down down
                ? new SourceState.Down(down.since(), shown.apply(down.reason()))
                : state;
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
