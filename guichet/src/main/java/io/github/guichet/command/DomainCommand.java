package io.github.guichet.command;

import io.github.guichet.lookup.embedded.Domains;
import io.github.guichet.lookup.embedded.Domains.Domain;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet domain}. */
@Command(
        name = "domain",
        description = {
            "Manages the domains of the embedded store.",
            "Exit status: 0 it is as asked, 1 it is not, 64 wrong usage."
        })
final class DomainCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a domain; creates the store when there is none.")
    int add(
            @Mixin StoreOption store,
            @Option(
                            names = "--alias-of",
                            paramLabel = "DOMAIN",
                            description = "Each of its addresses stands for the same one in DOMAIN.")
                    Optional<String> aliasOf,
            @Option(
                            names = "--backup",
                            description = "Its mail is passed on (relay_domains). Mailboxes added to it are its known"
                                    + " recipients; while there are none, it takes any.")
                    boolean backup,
            @Parameters(paramLabel = "DOMAIN", description = "With U-labels or A-labels.") String domain)
            throws CommandFailure, BadConfigurationException {
        if (aliasOf.isPresent() && backup) {
            throw new ParameterException(spec.commandLine(), "--alias-of and --backup exclude each other");
        }
        return store.changeOrCreate(s -> aliasOf.isPresent()
                ? s.domains().addAlias(domain, aliasOf.get())
                : s.domains().add(domain, backup ? Domains.Kind.BACKUP : Domains.Kind.MAILBOX));
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a domain.")
    int remove(
            @Mixin StoreOption store,
            @Option(
                            names = "--with-addresses",
                            description = "Also its mailboxes, aliases, send-as rights and limits. Mail on disk stays.")
                    boolean withAddresses,
            @Parameters(paramLabel = "DOMAIN") String domain)
            throws CommandFailure, BadConfigurationException {
        return store.changeDomain(s -> s.domains().remove(domain, withAddresses));
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Makes a domain answer again.")
    int enable(@Mixin StoreOption store, @Parameters(paramLabel = "DOMAIN") String domain)
            throws CommandFailure, BadConfigurationException {
        return store.changeDomain(s -> s.domains().setActive(domain, true));
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Makes a domain and all its addresses unknown, and keeps them.")
    int disable(@Mixin StoreOption store, @Parameters(paramLabel = "DOMAIN") String domain)
            throws CommandFailure, BadConfigurationException {
        return store.changeDomain(s -> s.domains().setActive(domain, false));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one domain.")
    int show(@Mixin StoreOption store, @Mixin ListOption as, @Parameters(paramLabel = "DOMAIN") String domain)
            throws CommandFailure, BadConfigurationException {
        return as.show(spec, entry(store.read(s -> s.domains().get(domain))));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the domains.")
    int list(@Mixin StoreOption store, @Mixin ListOption as) throws CommandFailure, BadConfigurationException {
        List<Domain> domains = store.read(s -> s.domains().list());
        return as.list(spec, domains.stream().map(DomainCommand::entry).toList());
    }

    private static StoreEntry entry(Domain domain) {
        return new StoreEntry()
                .with("domain", domain.name())
                .with("kind", domain.kind().word())
                .withText("target", domain.target())
                .with("active", domain.active());
    }
}
