package io.github.guichet.command;

import io.github.guichet.log.Logs;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code guichet}: the entry of the program. */
@Command(
        name = "guichet",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "The counter where Postfix asks: look-ups from databases, directories and files through one cache.",
        exitCodeOnInvalidInput = ExitStatus.USAGE,
        exitCodeOnExecutionException = ExitStatus.SOFTWARE,
        footer = {"", "The manual: guichet(1), and docs/ in the source."})
public final class Guichet implements Runnable {

    private final Logs logs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The program, for a process whose log is its own affair. */
    public Guichet() {
        this(Logs.unused());
    }

    private Guichet(Logs logs) {
        this.logs = logs;
    }

    /** The log of the process. */
    Logs logs() {
        return logs;
    }

    /** Runs one command and ends the process with its status. */
    public static void main(String[] arguments) {
        Logs logs = Logs.install();
        int status;
        try {
            Optional<ServeArguments> plain = ServeArguments.plain(arguments);
            status = plain.isPresent()
                    ? serve(plain.get(), logs)
                    : arguments.length > 0 && arguments[0].equals(ServeArguments.WORD)
                            // It has a directory for libraries of its own, for as long as it serves.
                            ? commandLine(logs, arguments).execute(arguments)
                            : tool(logs, arguments);
        } catch (Error e) {
            // A jar that is missing or of another version, say. Threads that run already would keep the process alive.
            LoggerFactory.getLogger(Guichet.class).error("guichet cannot go on", e);
            status = ExitStatus.SOFTWARE;
        }
        System.exit(written(status, System.out, System.err));
    }

    private static int serve(ServeArguments arguments, Logs logs) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            return Serving.untilTheEnd(arguments, logs);
        } catch (BadConfigurationException e) {
            return Failures.tell(e, err);
        } catch (CommandFailure e) {
            return Failures.tell(e, err);
        } catch (InterruptedException | RuntimeException e) {
            LoggerFactory.getLogger(Guichet.class).error("guichet cannot go on", e);
            return ExitStatus.SOFTWARE;
        }
    }

    private static int tool(Logs logs, String... arguments) {
        NativeLibraries libraries = NativeLibraries.in(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        try {
            return commandLine(logs, arguments).execute(arguments);
        } finally {
            libraries.close();
        }
    }

    /** The exit status: a script must not take half an answer for a whole one because the disk was full. */
    static int written(int status, PrintStream out, PrintStream err) {
        if (!out.checkError()) {
            return status;
        }
        err.println("guichet: cannot write to standard output");
        return status == ExitStatus.OK || status == ExitStatus.NO ? ExitStatus.OUTPUT : status;
    }

    /**
     * The command line, with the one command that the arguments name or else all of them: building the model of a command
     * takes milliseconds, and a command run a thousand times a night should not pay for twelve others.
     */
    public static CommandLine commandLine(String... arguments) {
        return commandLine(Logs.unused(), arguments);
    }

    private static CommandLine commandLine(Logs logs, String... arguments) {
        CommandLine line = new CommandLine(new Guichet(logs));
        String first = arguments.length == 0 ? "" : arguments[0];
        for (Subcommand command : Subcommand.ALL) {
            if (command.word().equals(first) || Subcommand.named(first).isEmpty()) {
                line.addSubcommand(command.word(), command.create());
            }
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(Guichet::failed);
        line.getSubcommands().values().forEach(Guichet::sameStatuses);
        return line;
    }

    private static void sameStatuses(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(ExitStatus.USAGE);
        line.getCommandSpec().exitCodeOnExecutionException(ExitStatus.SOFTWARE);
        if (!line.getCommandSpec().mixinStandardHelpOptions()) {
            line.getCommandSpec().mixinStandardHelpOptions(true);
        }
        line.getCommandSpec().versionProvider(new Version());
        line.getSubcommands().values().forEach(Guichet::sameStatuses);
    }

    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof BadConfigurationException bad) {
            return Failures.tell(bad, line.getErr());
        }
        if (failure instanceof CommandFailure ended) {
            return Failures.tell(ended, line.getErr());
        }
        throw failure;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }
}
