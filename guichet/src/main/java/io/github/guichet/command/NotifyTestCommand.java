package io.github.guichet.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code guichet notify-test}. */
@Command(
        name = "notify-test",
        description = {
            "Makes the running daemon send a test notice by each channel of [notify], once, and says what came of it: the same"
                    + " process, user and restrictions as when it matters.",
            "Exit status: 0 all took it, 1 one did not, 69 guichet is not running, 78 [notify] names no channel."
        })
final class NotifyTestCommand implements Callable<Integer> {

    /** A webhook and a mail, one after the other, and some. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        String reply = AdminQuestion.ask(config.read(), AdminNotifyTest.NAME, List.of(), LONGEST);
        if (reply.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.CONFIG, "the running daemon has no section [notify] with to or webhook: it only logs");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(reply);
        out.flush();
        return reply.lines().allMatch(line -> line.contains(": ok: ")) ? ExitStatus.OK : ExitStatus.NO;
    }
}
