package io.github.guichet.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code guichet status}. */
@Command(
        name = "status",
        description = {
            "Says how the running daemon is: its sockets and connections, whether each source answers, how full the caches are.",
            "Exit status: 0 all is well, 1 a source is down, 69 guichet is not running."
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        String reply = AdminQuestion.ask(config.read(), AdminStatus.NAME, json ? List.of("json") : List.of());
        PrintWriter out = spec.commandLine().getOut();
        boolean healthy = reply.startsWith(AdminStatus.HEALTHY);
        out.print(reply.substring((healthy ? AdminStatus.HEALTHY : AdminStatus.UNHEALTHY).length()));
        out.flush();
        return healthy ? ExitStatus.OK : ExitStatus.NO;
    }
}
