package io.github.guichet.command;

import io.github.guichet.server.Problems;
import io.github.guichet.server.TomlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code guichet reload}. */
@Command(
        name = "reload",
        description = {
            "Has the running daemon read its configuration file again and, if nothing is wrong with it, serve by it from then on. No"
                    + " connection is closed and no question is lost.",
            "A source that is new, or whose settings have changed, must be reachable, or nothing changes.",
            "Exit status: 0 done, 1 refused: nothing has changed, and everything that is wrong is printed, 69 guichet is not running."
        })
final class ReloadCommand implements Callable<Integer> {

    /** Every new source may take its deadline, of at most a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--force", description = "Take the file even if a new or changed source cannot be reached.")
    private boolean force;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description =
                    "The admin socket of the running daemon, if the file does not name the one that it was started with.")
    private @Nullable Path socket;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Optional<Path> admin = Optional.ofNullable(socket).or(() -> socketOf(config.file()));
        if (admin.isEmpty()) {
            return notAsked();
        }
        String reply = AdminQuestion.ask(
                admin.get(), AdminReload.NAME, force ? List.of(AdminReload.FORCE) : List.of(), LONGEST);
        int line = reply.indexOf('\n');
        boolean done = reply.substring(0, Math.max(0, line)).equals(AdminReload.DONE);
        spec.commandLine().getErr().print(reply.substring(line + 1));
        spec.commandLine().getErr().flush();
        return done ? ExitStatus.OK : ExitStatus.NO;
    }

    private int notAsked() throws CommandFailure {
        try {
            Configuration unused = config.read();
        } catch (BadConfigurationException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            spec.commandLine().getErr().flush();
            return ExitStatus.NO;
        }
        throw new CommandFailure(
                ExitStatus.UNAVAILABLE,
                config.file()
                        + " names no socket in a section [admin]; name that of the running daemon with --socket, or send the"
                        + " process a SIGHUP");
    }

    /** Where the daemon is asked, even if all else in the file is wrong: it says itself what is. */
    private static Optional<Path> socketOf(Path file) {
        return TomlFile.read(file, System.getenv(), new Problems())
                .flatMap(toml ->
                        new DaemonsReader(new ListenReader()).admin(toml.root().table("admin")))
                .map(AdminConfig::path);
    }
}
