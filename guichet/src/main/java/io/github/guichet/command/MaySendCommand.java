package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.sendas.SendAsRights;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet may-send}. */
@Command(
        name = "may-send",
        description = {
            "Lists the addresses that a login may send as, one a line, each with the right, what gives it, and whether the address"
                    + " may have an extension: @DOMAIN for all of a domain, * for anything. Goes through all keys of the maps of"
                    + " [send-as] and asks the sources itself.",
            "Exit status: 0 there are some, 1 there are none, 75 a source was unavailable, 78 there is no section [send-as]."
        })
final class MaySendCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private ListOption as = new ListOption();

    @Parameters(index = "0", paramLabel = "USER", description = "A login; need not exist.")
    private String user = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        Configuration configuration = config.read();
        SendAsSection unused = WhoMaySendAsCommand.section(configuration);
        if (user.isBlank() || user.startsWith("@")) {
            throw new CommandFailure(ExitStatus.USAGE, "no user can have that name");
        }
        try (RunningConfiguration running = RunningConfiguration.forSendAs(configuration)) {
            SendAsRights rights = running.sendAs().orElseThrow().rights(user);
            if (rights instanceof SendAsRights.Unavailable unavailable) {
                throw new CommandFailure(ExitStatus.TEMPORARY, Printable.clipped(unavailable.reason()));
            }
            SendAsRights.Known known = (SendAsRights.Known) rights;
            PrintWriter err = spec.commandLine().getErr();
            known.unlisted().forEach(reason -> err.println("guichet: not all are listed; map " + reason));
            err.flush();
            as.list(spec, known.rights().stream().map(MaySendCommand::entry).toList());
            return known.rights().isEmpty() ? ExitStatus.NO : ExitStatus.OK;
        }
    }

    private static StoreEntry entry(SendAsRights.Right right) {
        return new StoreEntry()
                .with("address", Printable.escaped(right.address()))
                .with("right", right.right().toString())
                .withText(
                        "via",
                        Optional.of(right.via()).filter(via -> !via.isEmpty()).map(Printable::escaped))
                .with("extension", right.extension());
    }
}
