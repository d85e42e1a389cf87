package io.github.guichet.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet lockout}. */
@Command(
        name = "lockout",
        description = {
            "Locks an account in the running daemon, at once and until guichet unlock: nobody logs in to it any more, and nothing is"
                    + " sent with it; mail to it is delivered. Drops what is cached of it, and says how to end the sessions that are"
                    + " open.",
            "Exit status: 0 it is locked, 64 no account can have such a name, 69 guichet is not running."
        })
final class LockoutCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; shown by --list.")
    private String reason = "";

    @Option(
            names = "--list",
            description = "Show who is locked out, a line each: the name, since when, by whom, why; parted by tabs.")
    private boolean list;

    @Parameters(index = "0", arity = "0..1", paramLabel = "USER", description = "Who, by any name of the account.")
    private @Nullable String user;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        String who = user;
        if (list == (who != null)) {
            throw new ParameterException(spec.commandLine(), "name a user, or give --list");
        }
        String reply = AdminQuestion.ask(
                config.read(), AdminLockout.NAME, who == null ? List.of("list") : List.of("user", who, reason));
        PrintWriter out = spec.commandLine().getOut();
        out.print(reply);
        out.flush();
        return ExitStatus.OK;
    }
}
