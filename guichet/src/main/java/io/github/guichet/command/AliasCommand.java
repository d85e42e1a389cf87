package io.github.guichet.command;

import io.github.guichet.lookup.embedded.Aliases.Alias;
import io.github.guichet.lookup.embedded.ListAccess;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet alias}. */
@Command(
        name = "alias",
        description = {
            "Manages the aliases of the embedded store. The alias @DOMAIN takes what is sent to addresses of DOMAIN that do not"
                    + " exist.",
            "Exit status: 0 it is as asked, 1 it is not, 64 wrong usage."
        })
final class AliasCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Adds targets to an alias. A mailbox of the same address gets a copy only if it is a target too.")
    int add(
            @Mixin StoreOption store,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(arity = "1..*", paramLabel = "TARGET") List<String> targets)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.aliases().add(address, targets));
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Replaces the targets of an alias.")
    int set(
            @Mixin StoreOption store,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(arity = "1..*", paramLabel = "TARGET") List<String> targets)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.aliases().set(address, targets));
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes targets of an alias, or the alias when none is named.")
    int remove(
            @Mixin StoreOption store,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(arity = "0..*", paramLabel = "TARGET") @Nullable List<String> targets)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.aliases().remove(address, targets == null ? List.of() : targets));
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Makes an alias answer again.")
    int enable(@Mixin StoreOption store, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.aliases().setActive(address, true));
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Makes an alias unknown, and keeps it.")
    int disable(@Mixin StoreOption store, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.aliases().setActive(address, false));
    }

    @Command(
            name = "access",
            mixinStandardHelpOptions = true,
            description =
                    "Says who may write to an address, for a map that a rule names as access-map. Without WHO: shows it.")
    int access(
            @Mixin StoreOption store,
            @Option(names = "--remove", description = "Forget it: nothing is said of this address any more.")
                    boolean remove,
            @Parameters(paramLabel = "ADDRESS", description = "Need not be an alias of the store.") String address,
            @Parameters(
                            arity = "0..*",
                            paramLabel = "WHO",
                            description =
                                    "anyone, domain, members, or logins; opens lets it open lists among its targets.")
                    @Nullable
                    List<String> who)
            throws CommandFailure, BadConfigurationException {
        if (remove || who != null) {
            return store.change(s -> s.listAccess().set(address, remove || who == null ? List.of() : who));
        }
        List<ListAccess.Access> said = store.read(s -> s.listAccess().list(Optional.of(address)));
        said.forEach(access -> spec.commandLine().getOut().println(String.join(", ", access.who())));
        return said.isEmpty() ? ExitStatus.NO : ExitStatus.OK;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one alias.")
    int show(@Mixin StoreOption store, @Mixin ListOption as, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return as.show(spec, entry(store.read(s -> s.aliases().get(address))));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists aliases.")
    int list(
            @Mixin StoreOption store,
            @Mixin ListOption as,
            @Parameters(arity = "0..1", paramLabel = "DOMAIN", description = "Only of this domain.")
                    Optional<String> domain)
            throws CommandFailure, BadConfigurationException {
        List<Alias> aliases = store.read(s -> s.aliases().list(domain));
        return as.list(spec, aliases.stream().map(AliasCommand::entry).toList());
    }

    private static StoreEntry entry(Alias alias) {
        return new StoreEntry()
                .with("address", alias.address())
                .with("targets", alias.targets())
                .with("active", alias.active());
    }
}
