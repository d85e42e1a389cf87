package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.server.Nearest;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet lookup}. */
@Command(
        name = "lookup",
        description = {
            "Says what the socketmap would answer, one line a key: OK and the value, NOTFOUND, or TEMP and the reason. Asks the"
                    + " sources itself, by the same rules, without the cache of a running daemon.",
            "Exit status: 0 all were found, 1 one was not, 75 a source was unavailable, 64 wrong usage, such as a map that does"
                    + " not exist."
        })
final class LookupCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "MAP", description = "A map of the configuration.")
    private String map = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "What to look up.")
    private List<String> keys = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        Configuration configuration = config.read();
        checkMap(configuration, map);
        PrintWriter out = spec.commandLine().getOut();
        int status = ExitStatus.OK;
        try (RunningConfiguration running = RunningConfiguration.forTools(configuration, List.of(map))) {
            Table table = running.table(map).orElseThrow();
            for (String key : keys) {
                Answer answer = table.lookup(key, new Trail()).join();
                out.println(line(answer));
                status = Math.max(status, status(answer));
            }
        }
        out.flush();
        return status;
    }

    /** Ends the command when there is no such map. */
    static void checkMap(Configuration configuration, String map) throws CommandFailure {
        if (!configuration.maps().containsKey(map)) {
            List<String> names = configuration.maps().keySet().stream().sorted().toList();
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "there is no map " + map + Nearest.hint(map, names) + "; "
                            + (names.isEmpty()
                                    ? "the configuration has no section [map.NAME]"
                                    : "there are " + String.join(", ", names)));
        }
    }

    private static String line(Answer answer) {
        if (answer instanceof Answer.Found found) {
            return "OK " + Printable.escaped(found.value());
        }
        return answer instanceof Answer.Unavailable unavailable
                ? "TEMP " + Printable.clipped(unavailable.reason())
                : "NOTFOUND";
    }

    private static int status(Answer answer) {
        if (answer instanceof Answer.Found) {
            return ExitStatus.OK;
        }
        return answer instanceof Answer.NotFound ? ExitStatus.NO : ExitStatus.TEMPORARY;
    }
}
