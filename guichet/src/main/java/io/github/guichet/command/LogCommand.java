package io.github.guichet.command;

import io.github.guichet.log.AdminLog;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet log}. */
@Command(
        name = "log",
        description = {
            "Shows how much the running daemon logs of each area, or changes it until it is reloaded or ends: log level debug,"
                    + " log level policy debug, log reset.",
            "Exit status: 0 done, 64 there is no such area or level, 69 guichet is not running."
        })
final class LogCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "WORD",
            description =
                    "level [AREA] LEVEL, or reset; nothing only shows. Areas: socketmap, policy, milter, auth, notices,"
                            + " sources, connections, process. Levels: error, warning, info, debug.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AdminQuestion.ask(config.read(), AdminLog.NAME, words));
        out.flush();
        return ExitStatus.OK;
    }
}
