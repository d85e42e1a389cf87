package io.github.guichet.command;

import io.github.guichet.lookup.CacheMemory;
import io.github.guichet.lookup.CacheSnapshot;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.dict.DictStore;
import io.github.guichet.lookup.sendas.SendAs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A configuration in use: sources are open, maps can be asked, caches are kept over a restart. Opening it connects to nobody.
 * Safe for use by many threads.
 */
final class RunningConfiguration implements AutoCloseable {

    private final OpenSources sources;
    private final Map<String, OpenMap> maps;
    private final Optional<Accounts> accounts;
    private final Optional<SendAs> sendAs;
    private final OpenDicts dicts;
    private final ExecutorService background;
    private volatile boolean serving;
    private final List<CacheSnapshot> snapshots = new ArrayList<>();
    private final Optional<ScheduledThreadPoolExecutor> timer;

    /** What of an earlier configuration is gone on with. */
    private final CacheHeritage heritage;

    private RunningConfiguration(
            Configuration configuration,
            Collection<String> wanted,
            Optional<AccountsConfig> accountsConfig,
            boolean rules,
            LookupObserver observer,
            boolean caching) {
        this(
                configuration,
                wanted,
                accountsConfig,
                rules,
                observer,
                caching ? Optional.of(CacheMemory.ofThisProcess()) : Optional.empty(),
                CacheHeritage.of(configuration, Optional.empty()));
    }

    private RunningConfiguration(
            Configuration configuration,
            Collection<String> wanted,
            Optional<AccountsConfig> accountsConfig,
            boolean rules,
            LookupObserver observer,
            Optional<CacheMemory> memory,
            CacheHeritage heritage) {
        boolean caching = memory.isPresent();
        this.heritage = heritage;
        this.background = Executors.newSingleThreadExecutor(task -> daemon(task, "guichet-background"));
        this.sources = new OpenSources(configuration.sources(), observer);
        this.accounts = accountsConfig.map(new AccountsOpener(sources, observer, memory, background, heritage)::open);
        MapOpener opener = new MapOpener(configuration, sources, observer, memory, background, accounts, heritage);
        wanted.stream().sorted().forEach(opener::open);
        this.sendAs = rules ? opener.sendAs() : Optional.empty();
        this.maps = opener.all();
        List<DictConfig> values = caching
                ? configuration.dovecotAuth().map(DovecotAuthSection::dicts).orElse(List.of())
                : List.of();
        this.dicts = new OpenDicts(values, configuration, sources, observer);
        this.timer = caching ? configuration.snapshot().map(s -> keep(configuration, s)) : Optional.empty();
    }

    /** All maps with their caches, as the daemon has them; what earlier runs knew is loaded. */
    static RunningConfiguration forDaemon(Configuration configuration, LookupObserver observer) {
        return new RunningConfiguration(
                configuration, configuration.maps().keySet(), configuration.accounts(), true, observer, true);
    }

    /**
     * The same, beside one that is in use and whose place it is to take: with {@link #succeed}. What that one has cached is known here
     * too, as far as the answers would be the same.
     *
     * @param memory that the caches of both share
     * @param before in use now, if any
     */
    static RunningConfiguration beside(
            Configuration configuration,
            LookupObserver observer,
            CacheMemory memory,
            Optional<RunningConfiguration> before) {
        return new RunningConfiguration(
                configuration,
                configuration.maps().keySet(),
                configuration.accounts(),
                true,
                observer,
                Optional.of(memory),
                CacheHeritage.of(configuration, before));
    }

    /** The texts on which its cached answers depend. */
    CacheHeritage heritage() {
        return heritage;
    }

    /** Takes the place of the one it was opened beside, which then keeps nothing any more but answers whoever asks it. */
    void succeed(RunningConfiguration before) {
        before.serving = false;
        before.timer.ifPresent(ScheduledThreadPoolExecutor::shutdown); // a file that is being written is finished
        caches().forEach(CachedTable::succeed);
        heritage.forget();
        serving();
    }

    /** Some maps directly on their sources, as the tools of the command line ask them. */
    static RunningConfiguration forTools(Configuration configuration, Collection<String> wanted) {
        boolean rules = wanted.stream()
                .map(name -> configuration.maps().get(name))
                .anyMatch(map -> map != null && map.kind() instanceof MapKind.SendAs);
        Optional<AccountsConfig> accounts = rules ? configuration.accounts() : Optional.empty();
        return new RunningConfiguration(configuration, wanted, accounts, rules, LookupObserver.NONE, false);
    }

    /** The rules of {@code [send-as]} with what they ask, directly on the sources. */
    static RunningConfiguration forSendAs(Configuration configuration) {
        return new RunningConfiguration(
                configuration, List.of(), configuration.accounts(), true, LookupObserver.NONE, false);
    }

    /** All maps and accounts directly on their sources. */
    static RunningConfiguration forCheck(Configuration configuration) {
        return new RunningConfiguration(
                configuration,
                configuration.maps().keySet(),
                configuration.accounts(),
                true,
                LookupObserver.NONE,
                false);
    }

    /** Accounts directly on their source. */
    static RunningConfiguration forAccounts(Configuration configuration) {
        return new RunningConfiguration(
                configuration, List.of(), configuration.accounts(), false, LookupObserver.NONE, false);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private ScheduledThreadPoolExecutor keep(Configuration configuration, SnapshotConfig config) {
        for (OpenMap map : maps.values()) {
            map.cache()
                    .ifPresent(cache ->
                            keep(config, cache, heritage.definition(map.config().name())));
        }
        configuration.accounts().ifPresent(section -> {
            String definition = heritage.definition(AccountsConfig.USERS);
            accounts.flatMap(Accounts::users)
                    .flatMap(AccountTable::cache)
                    .ifPresent(cache -> keep(config, cache, definition));
            accounts.flatMap(Accounts::passwords)
                    .filter(table -> section.snapshotPasswords())
                    .flatMap(AccountTable::cache)
                    .ifPresent(cache -> keep(config, cache, definition));
        });
        var executor = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "guichet-snapshot"));
        long nanos = config.interval().toNanos();
        executor.scheduleWithFixedDelay(this::save, nanos, nanos, TimeUnit.NANOSECONDS);
        return executor;
    }

    private void keep(SnapshotConfig config, CachedTable cache, String definition) {
        CacheSnapshot snapshot = new CacheSnapshot(config.directory(), cache, definition);
        if (heritage.cache(cache.name()).isEmpty()) {
            snapshot.load();
        }
        snapshots.add(snapshot);
    }

    private void save() {
        if (serving) {
            snapshots.forEach(CacheSnapshot::save);
        }
    }

    /**
     * From now on the snapshots are written. Not before the daemon listens: a second one, started by mistake beside the first,
     * must not replace what the first has learnt.
     */
    void serving() {
        serving = true;
    }

    /** A map as a peer asks it. */
    Optional<Table> table(String name) {
        OpenMap map = maps.get(name);
        return map == null ? Optional.empty() : Optional.of(map.table());
    }

    /** A map that a checked configuration refers to. */
    Table neededTable(String name) {
        return table(name)
                .orElseThrow(() -> new IllegalStateException("the configuration was not checked: no map " + name));
    }

    /** The maps by name. */
    Map<String, OpenMap> maps() {
        return maps;
    }

    /** The accounts, if there is such a section. */
    Optional<Accounts> accounts() {
        return accounts;
    }

    /** Who may send as whom, if there is such a section: one object for the maps, the policy service and whoever else asks. */
    Optional<SendAs> sendAs() {
        return sendAs;
    }

    /** The stores for values that Dovecot writes; in the daemon only. */
    List<DictStore> dicts() {
        return dicts.stores();
    }

    /** The caches of maps. */
    List<CachedTable> mapCaches() {
        return maps.values().stream().flatMap(map -> map.cache().stream()).toList();
    }

    /** The caches of accounts, whose keys begin with a user name. */
    List<CachedTable> accountCaches() {
        return accounts.stream()
                .flatMap(a -> Stream.of(a.passwords(), a.users()))
                .flatMap(Optional::stream)
                .flatMap(table -> table.cache().stream())
                .toList();
    }

    /** All caches. */
    List<CachedTable> caches() {
        return Stream.concat(mapCaches().stream(), accountCaches().stream()).toList();
    }

    /** The files that caches are kept in. */
    List<CacheSnapshot> snapshots() {
        return Collections.unmodifiableList(snapshots);
    }

    /** Opens a source that perhaps no map asks. */
    Source openSource(String name) {
        return sources.open(name);
    }

    /** The sources that are open. */
    Collection<Source> sources() {
        return sources.all();
    }

    /** Writes the snapshots and closes all connections. Blocks. */
    @Override
    public void close() {
        timer.ifPresent(ScheduledThreadPoolExecutor::shutdown);
        save();
        dicts.close();
        sources.close();
        caches().forEach(CachedTable::release);
        background.shutdown();
    }
}
