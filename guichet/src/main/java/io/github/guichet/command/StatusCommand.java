package io.github.guichet.command;

import io.github.guichet.status.TextStyle;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code guichet status}. */
@Command(
        name = "status",
        description = {
            "Says how the running daemon is: its sockets and connections, whether each source answers and how fast, hit ratio and"
                    + " latency of each map, log-ins, decisions of the policy service and the milter, the last errors; on a terminal"
                    + " also plots of the last hour. The page / of the [metrics] listener shows the same.",
            "Exit status: 0 all is well, 1 a source is down, 69 guichet is not running. With --watch 0."
        })
final class StatusCommand implements Callable<Integer> {

    private static final int LONGEST_INTERVAL = 3600;
    private static final int ONCE = 0;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print one JSON object, in one line.")
    private boolean json;

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "2",
            defaultValue = "0",
            paramLabel = "SECONDS",
            description =
                    "Show it again every SECONDS, 1 to 3600, until Ctrl-C; without a number every 2 seconds. Goes on while"
                            + " guichet is away.")
    private int watch = ONCE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure, InterruptedException {
        if (watch < 0 || watch > LONGEST_INTERVAL) {
            throw new ParameterException(spec.commandLine(), "--watch: 1 to " + LONGEST_INTERVAL + " seconds");
        }
        Configuration configuration = config.read();
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = Terminal.isStdout();
        if (watch != ONCE) {
            // Without this a daemon could never be asked, and the watch would wait for it for ever.
            AdminQuestion.needsAdmin(configuration);
            StatusWatch.Question question = style -> AdminQuestion.ask(configuration, AdminStatus.NAME, words(style));
            return new StatusWatch(question, out, Duration.ofSeconds(watch), json, terminal && !json).run();
        }
        String reply = AdminQuestion.ask(configuration, AdminStatus.NAME, words(style(terminal)));
        out.print(withoutVerdict(reply));
        out.flush();
        return reply.startsWith(AdminStatus.HEALTHY) ? ExitStatus.OK : ExitStatus.NO;
    }

    private List<String> words(TextStyle style) {
        return json ? List.of(AdminStatus.JSON) : AdminStatus.arguments(style);
    }

    /** Of one report that may scroll away. */
    private static TextStyle style(boolean terminal) {
        int columns = terminal ? Terminal.size().columns() : TextStyle.MOST_COLUMNS;
        return new TextStyle(columns, 0, Terminal.isUnicode(), terminal, terminal && Terminal.hasColours());
    }

    /** The text to print. */
    static String withoutVerdict(String reply) {
        return reply.substring(reply.indexOf('\n') + 1);
    }
}
