package io.github.guichet.command;

import io.github.guichet.server.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code guichet serve}. */
@Command(
        name = "serve",
        description = {
            "Runs the daemons that the configuration has a section for, in the foreground, until SIGTERM or SIGINT; then"
                    + " answers what was asked, writes the caches to disk and ends.",
            "It listens also when a source is down, and connects as soon as there is something to ask.",
            "Exit status: 0 stopped, 78 the configuration is wrong, 69 cannot listen."
        })
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Run only these daemons; there are: socketmap, policy, milter, dovecot-auth.")
    private List<String> only = List.of();

    @ParentCommand
    private Guichet program = new Guichet();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure, InterruptedException {
        return Serving.untilTheEnd(arguments(), program.logs());
    }

    /**
     * What the options say.
     *
     * @throws ParameterException when they name a daemon that there is not
     */
    ServeArguments arguments() {
        Set<String> names = new LinkedHashSet<>(only);
        for (String name : names) {
            if (!Daemons.NAMES.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only: there is no daemon " + name + Nearest.hint(name, Daemons.NAMES) + "; there are "
                                + String.join(", ", new TreeSet<>(Daemons.NAMES)));
            }
        }
        return new ServeArguments(config.file(), names);
    }
}
