package io.github.guichet.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet unlock}. */
@Command(
        name = "unlock",
        description = {
            "Unlocks an account that guichet lockout, or a rule, has locked.",
            "Exit status: 0 it is unlocked, 1 it was not locked, 64 no account can have such a name, 69 guichet is not running."
        })
final class UnlockCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "USER", description = "Who, by any name of the account.")
    private String user = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        String reply = AdminQuestion.ask(config.read(), AdminUnlock.NAME, List.of(user));
        PrintWriter out = spec.commandLine().getOut();
        out.print(reply.substring(1));
        out.flush();
        return reply.startsWith(AdminUnlock.DONE) ? ExitStatus.OK : ExitStatus.NO;
    }
}
