package io.github.guichet.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet decide}. */
@Command(
        name = "decide",
        description = {
            "Shows what each rule of the policy service says of a request, and what Postfix would be told. Asks the running"
                    + " daemon, with its caches and counters, and counts nothing.",
            "Exit status: 0 shown, 64 wrong usage, 69 guichet is not running or has no policy service."
        })
final class DecideCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME=VALUE",
            description = "Attributes as Postfix sends them: sender, recipient, sasl_username, client_address, size,"
                    + " recipient_count, protocol_state (RCPT unless said) and so on.")
    private List<String> attributes = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        Configuration configuration = config.read();
        List<String> words = new ArrayList<>(List.of(json ? AdminDecide.JSON : AdminDecide.TEXT));
        words.addAll(attributes);
        PrintWriter out = spec.commandLine().getOut();
        out.print(AdminQuestion.askPolicy(configuration, AdminDecide.NAME, words));
        out.flush();
        return ExitStatus.OK;
    }
}
