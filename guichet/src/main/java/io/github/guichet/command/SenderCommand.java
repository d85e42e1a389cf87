package io.github.guichet.command;

import io.github.guichet.lookup.embedded.Senders.Sender;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet sender}. */
@Command(
        name = "sender",
        description = {
            "Manages send-as rights in the embedded store, beyond those that need no entry: a mailbox may send as its own"
                    + " address, in alias domains too, and as an alias whose only target it is.",
            "Exit status: 0 it is as asked, 1 it is not, 64 wrong usage."
        })
final class SenderCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Lets a login send as an address.")
    int add(
            @Mixin StoreOption store,
            @Parameters(
                            paramLabel = "ADDRESS",
                            description = "The sender; @DOMAIN = every address of DOMAIN that nobody else owns.")
                    String address,
            @Parameters(paramLabel = "LOGIN", description = "Mostly a mailbox's address.") String login)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.senders().add(address, login));
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes the right away.")
    int remove(
            @Mixin StoreOption store,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "LOGIN") String login)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.senders().remove(address, login));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the rights that were given.")
    int list(
            @Mixin StoreOption store,
            @Mixin ListOption as,
            @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "Only on this address.")
                    Optional<String> address)
            throws CommandFailure, BadConfigurationException {
        List<Sender> senders = store.read(s -> s.senders().list(address));
        return as.list(spec, senders.stream().map(SenderCommand::entry).toList());
    }

    private static StoreEntry entry(Sender sender) {
        return new StoreEntry().with("address", sender.address()).with("login", sender.login());
    }
}
