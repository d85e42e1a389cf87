package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.sendas.Owners;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsRight;
import io.github.guichet.lookup.sendas.SendAsVerdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet who-may-send-as}. */
@Command(
        name = "who-may-send-as",
        description = {
            "Lists the logins that may send as an address, one a line, each with its right and what gives it, by the rules of"
                    + " [send-as]. Asks the sources itself, without the cache of a running daemon.",
            "Exit status: 0 somebody may, 1 nobody may, 75 a source was unavailable, 78 there is no section [send-as]."
        })
final class WhoMaySendAsCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private ListOption as = new ListOption();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "A sender address.")
    private String address = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        Configuration configuration = config.read();
        SendAsSection section = section(configuration);
        try (RunningConfiguration running = RunningConfiguration.forSendAs(configuration)) {
            SendAs sendAs = running.sendAs().orElseThrow();
            List<Owners.Owner> owners =
                    new ArrayList<>(known(sendAs.owners(address, new Trail()).join()));
            owners.addAll(anything(section, running, sendAs));
            if (section.knowsOwnAddresses()
                    && section.logins().isEmpty()
                    && running.accounts().isEmpty()) {
                note("nobody knows which logins exist: one that is called like the address may send as it, too");
            }
            as.list(spec, owners.stream().map(WhoMaySendAsCommand::entry).toList());
            return owners.isEmpty() ? ExitStatus.NO : ExitStatus.OK;
        }
    }

    /** The section, without which there are no rules. */
    static SendAsSection section(Configuration configuration) throws CommandFailure {
        return configuration
                .sendAs()
                .orElseThrow(() -> new CommandFailure(ExitStatus.CONFIG, "the configuration has no section [send-as]"));
    }

    private static List<Owners.Owner> known(Owners owners) throws CommandFailure {
        if (owners instanceof Owners.Unavailable unavailable) {
            throw new CommandFailure(ExitStatus.TEMPORARY, Printable.clipped(unavailable.reason()));
        }
        return ((Owners.Known) owners).owners();
    }

    /** Those of maps that are asked for a login: here there is the time to go through all of them. */
    private List<Owners.Owner> anything(SendAsSection section, RunningConfiguration running, SendAs sendAs)
            throws CommandFailure {
        List<Owners.Owner> owners = new ArrayList<>();
        for (String map : section.anyAddressMaps()) {
            Keys keys = running.table(map).orElseThrow().keys();
            if (keys instanceof Keys.Unavailable unavailable) {
                throw new CommandFailure(ExitStatus.TEMPORARY, Printable.clipped(unavailable.reason()));
            }
            if (keys instanceof Keys.Unlistable unlistable) {
                note("the logins in map " + map + " cannot be listed: " + unlistable.reason());
            }
            for (String login : keys instanceof Keys.Listed listed ? listed.keys() : List.<String>of()) {
                SendAsVerdict verdict =
                        sendAs.maySend(login, address, new Trail()).join();
                if (verdict instanceof SendAsVerdict.Allowed allowed
                        && allowed.right() == SendAsRight.ANY_ADDRESS
                        && allowed.via().equals(map)) {
                    owners.add(new Owners.Owner(login, allowed.right(), map));
                }
            }
        }
        return owners;
    }

    private void note(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("guichet: " + text);
        err.flush();
    }

    private static StoreEntry entry(Owners.Owner owner) {
        return new StoreEntry()
                .with("login", Printable.escaped(owner.login()))
                .with("right", owner.right().toString())
                .withText(
                        "via",
                        Optional.of(owner.via()).filter(via -> !via.isEmpty()).map(Printable::escaped));
    }
}
