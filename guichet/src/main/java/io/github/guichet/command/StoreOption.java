package io.github.guichet.command;

import io.github.guichet.lookup.embedded.Change;
import io.github.guichet.lookup.embedded.EmbeddedStore;
import io.github.guichet.lookup.embedded.StoreException;
import io.github.guichet.server.AdminClient;
import io.github.guichet.server.AdminException;
import io.github.guichet.server.NotRunningException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which embedded store a command is about: the one in the configuration file, or a file named directly.
 *
 * <p>After a change the running daemon is told to forget what it remembers of the store, if it can be reached. If it cannot,
 * it sees the change when the answers in its cache expire.
 */
final class StoreOption {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What a command does with the store. */
    @FunctionalInterface
    interface Work<T> {
        T with(EmbeddedStore store) throws StoreException;
    }

    /**
     * Where a store is, and who remembers what was in it.
     *
     * @param maps those that ask it
     * @param accounts whether log-ins do, too
     */
    private record Place(Path file, Optional<Path> admin, List<String> maps, boolean accounts) {}

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "The [source.NAME] to use, when the configuration has several of type \"embedded\".")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description =
                    "The store's file. Without --config the configuration is not read then, and no running daemon is told of"
                            + " changes: it sees them when its cached answers expire.")
    private Optional<Path> file = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Reads from a store that must exist. */
    <T> T read(Work<T> work) throws CommandFailure, BadConfigurationException {
        return with(place(), false, work);
    }

    /** Changes a store that must exist; returns the command's exit status. */
    int change(Work<Change> work) throws CommandFailure, BadConfigurationException {
        return change(false, List.of(), work);
    }

    /** The same for a change that concerns the log-ins of one user. */
    int changeUser(String address, Work<Change> work) throws CommandFailure, BadConfigurationException {
        return change(false, List.of("map", AdminFlush.ACCOUNTS, address), work);
    }

    /** The same for a change that may concern everybody's log-ins. */
    int changeDomain(Work<Change> work) throws CommandFailure, BadConfigurationException {
        return change(false, List.of("map", AdminFlush.ACCOUNTS), work);
    }

    /** Changes a store, which is created when there is none yet. */
    int changeOrCreate(Work<Change> work) throws CommandFailure, BadConfigurationException {
        return change(true, List.of("map", AdminFlush.ACCOUNTS), work);
    }

    private int change(boolean create, List<String> accounts, Work<Change> work)
            throws CommandFailure, BadConfigurationException {
        Place place = place();
        switch (with(place, create, work)) {
            case DONE -> tellDaemon(place, accounts);
            case UNCHANGED -> spec.commandLine().getErr().println("guichet: nothing to change");
        }
        return ExitStatus.OK;
    }

    private static <T> T with(Place place, boolean create, Work<T> work) throws CommandFailure {
        try (EmbeddedStore store =
                create ? EmbeddedStore.open(place.file()) : EmbeddedStore.openExisting(place.file())) {
            return work.with(store);
        } catch (StoreException e) {
            int status = switch (e.kind()) {
                case INVALID -> ExitStatus.USAGE;
                case MISSING, CONFLICT, FAILED -> ExitStatus.NO;
            };
            throw new CommandFailure(status, String.valueOf(e.getMessage()));
        }
    }

    /** Exactly one, or a sentence that says how to choose. */
    private Place place() throws CommandFailure, BadConfigurationException {
        boolean configured = spec.commandLine().getParseResult().hasMatchedOption("--config");
        if (file.isPresent()) {
            return configured
                    ? place(config.read(), file.get())
                    : new Place(file.get(), Optional.empty(), List.of(), false);
        }
        Configuration configuration = config.read();
        TreeMap<String, Path> stores = new TreeMap<>();
        configuration.sources().forEach((name, one) -> {
            if (one instanceof SourceConfig.Embedded embedded
                    && source.map(name::equals).orElse(true)) {
                stores.put(name, embedded.path());
            }
        });
        if (stores.size() != 1) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    stores.isEmpty()
                            ? config.file() + " has no such source of type \"embedded\"; name its file with --store"
                            : config.file() + " has several sources of type \"embedded\"; choose one with --source: "
                                    + String.join(", ", stores.keySet()));
        }
        return place(configuration, stores.firstEntry().getValue());
    }

    /** What the daemon of a configuration has of a store. */
    private static Place place(Configuration configuration, Path store) {
        Set<String> names = new TreeSet<>();
        configuration.sources().forEach((name, one) -> {
            if (one instanceof SourceConfig.Embedded embedded && embedded.path().equals(store.toAbsolutePath())) {
                names.add(name);
            }
        });
        List<String> maps = configuration.maps().values().stream()
                .filter(map -> map.kind() instanceof MapKind.Sql sql && names.contains(sql.source()))
                .map(MapConfig::name)
                .sorted()
                .toList();
        boolean accounts = configuration
                .accounts()
                .filter(a -> a.kind() instanceof AccountsKind.Embedded e && names.contains(e.source()))
                .isPresent();
        return new Place(store, configuration.admin().map(AdminConfig::path), maps, accounts);
    }

    /** Nothing to say when the daemon does not run: it has nothing to forget. */
    private void tellDaemon(Place place, List<String> accounts) {
        if (place.admin().isEmpty()) {
            return;
        }
        List<List<String>> wishes = new ArrayList<>();
        place.maps().forEach(map -> wishes.add(List.of("map", map)));
        if (place.accounts() && !accounts.isEmpty()) {
            wishes.add(accounts);
        }
        AdminClient daemon = new AdminClient(place.admin().get(), PATIENCE);
        for (List<String> wish : wishes) {
            try {
                String unused = daemon.ask(AdminFlush.NAME, wish);
            } catch (NotRunningException e) {
                return;
            } catch (AdminException e) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "guichet: changed, but the running daemon may answer as before until its cache expires: "
                                        + e.getMessage());
                return;
            }
        }
    }
}
