package io.github.guichet.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet flush}. */
@Command(
        name = "flush",
        description = {
            "Makes the running daemon forget cached answers, so that the next question asks the source: those of a map, or of"
                    + " some keys in it with every partial key that is searched for them; or those of all maps that concern a"
                    + " user or a domain; or all.",
            "Exit status: 0 done, 64 there is no such map, 69 guichet is not running."
        })
final class FlushCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--user", paramLabel = "USER", description = "All that concerns an address or a user name.")
    private @Nullable String user;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "All that concerns a domain and its addresses.")
    private @Nullable String domain;

    @Option(names = "--all", description = "Everything.")
    private boolean all;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MAP",
            description = "A map of the configuration, or accounts.")
    private @Nullable String map;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY",
            description = "Keys as Postfix would ask them; of accounts, user names.")
    private List<String> keys = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        List<List<String>> wishes = new ArrayList<>();
        Optional.ofNullable(user).ifPresent(u -> wishes.add(List.of("user", u)));
        Optional.ofNullable(domain).ifPresent(d -> wishes.add(List.of("domain", d)));
        if (all) {
            wishes.add(List.of("all"));
        }
        Optional.ofNullable(map).ifPresent(m -> {
            List<String> words = new ArrayList<>(List.of("map", m));
            words.addAll(keys);
            wishes.add(words);
        });
        if (wishes.size() != 1) {
            throw new ParameterException(spec.commandLine(), "name a map, or give one of --user, --domain and --all");
        }
        String unused = AdminQuestion.ask(config.read(), AdminFlush.NAME, wishes.get(0));
        return ExitStatus.OK;
    }
}
