package io.github.guichet.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code guichet check-config}. */
@Command(
        name = "check-config",
        description = {
            "Says everything that is wrong with the configuration, one problem a line: file:line:column: key: what is wrong,"
                    + " what is allowed.",
            "Exit status: 0 nothing is wrong, 78 something is."
        })
final class CheckConfigCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--connect",
            description =
                    "Also log in to each source, ask each map one key, and ask the accounts about a user whom nobody has.")
    private boolean connect;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException {
        Configuration configuration = config.read();
        if (connect) {
            ConnectCheck.check(config.file(), configuration);
        }
        spec.commandLine().getOut().println(config.file() + ": no problems found");
        configuration
                .dovecotAuth()
                .ifPresent(section -> section.unservable()
                        .forEach(mechanism -> spec.commandLine()
                                .getOut()
                                .println(config.file() + ": dovecot-auth.mechanisms: "
                                        + LogIns.unservable(
                                                mechanism,
                                                configuration
                                                        .accounts()
                                                        .map(AccountsConfig::defaultScheme)
                                                        .orElse("")))));
        if (configuration.servesNothing()) {
            // Right for the commands of the embedded store, and the surprise of whoever starts the daemon with it.
            spec.commandLine()
                    .getOut()
                    .println(
                            config.file()
                                    + ": nothing to serve: there is no section [socketmap], [policy], [milter] nor [dovecot-auth]");
        }
        return ExitStatus.OK;
    }
}
