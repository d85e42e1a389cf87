package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.embedded.SendLimits.SendLimit;
import io.github.guichet.server.ConfigUnits;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet limit}. */
@Command(
        name = "limit",
        description = {
            "show, reset and raise: what the running daemon has counted. add, remove and list: limits of their own for some, in"
                    + " the embedded store, for a map that a rule names as limits-map.",
            "Exit status: 0 done, 1 there is nothing of the kind, 64 wrong usage, such as a rule that does not exist, 69 guichet"
                    + " is not running, 75 the store in which a rule counts does not answer."
        })
final class LimitCommand {

    private static final String LIMITS = "As \"200/1h,1000/24h\"; \"0\" = may not send; \"unlimited\".";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows what is counted: rule, subject, how much in which time; then limits that are raised.")
    int show(
            @Mixin ConfigOption config,
            @Option(names = "--json", description = "Print one JSON object.") boolean json,
            @Parameters(arity = "0..1", paramLabel = "SUBJECT", description = "Only of this login, domain or client.")
                    Optional<String> subject)
            throws BadConfigurationException, CommandFailure {
        List<String> words = new ArrayList<>(List.of("show", json ? "json" : "text"));
        subject.ifPresent(words::add);
        String reply = AdminQuestion.askPolicy(config.read(), AdminLimit.NAME, words);
        int line = reply.indexOf('\n');
        PrintWriter out = spec.commandLine().getOut();
        out.print(reply.substring(line + 1));
        out.flush();
        if (line > 0) {
            throw new CommandFailure(
                    ExitStatus.TEMPORARY, "not all is shown; no answer from store " + reply.substring(0, line));
        }
        return ExitStatus.OK;
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Forgets what a rule has counted for somebody.")
    int reset(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "RULE", description = "The rule's name.") String rule,
            @Parameters(paramLabel = "SUBJECT", description = "The login, domain or client that is counted.")
                    String subject)
            throws BadConfigurationException, CommandFailure {
        return done(
                AdminQuestion.askPolicy(config.read(), AdminLimit.NAME, List.of("reset", rule, subject)),
                "nothing is counted for " + subject);
    }

    @Command(
            name = "raise",
            mixinStandardHelpOptions = true,
            description = "Sets other limits for somebody for a while; with --for 0s the usual ones again.")
    int raise(
            @Mixin ConfigOption config,
            @Option(
                            names = "--for",
                            required = true,
                            paramLabel = "DURATION",
                            description = "How long: 90s, 30m, 24h, 7d; at most 366d.")
                    String time,
            @Parameters(paramLabel = "RULE", description = "The rule's name.") String rule,
            @Parameters(paramLabel = "SUBJECT", description = "The login, domain or client that is counted.")
                    String subject,
            @Parameters(paramLabel = "LIMITS", description = LIMITS) String limits)
            throws BadConfigurationException, CommandFailure {
        Duration duration = ConfigUnits.duration(time)
                .filter(d -> d.compareTo(Duration.ofDays(366)) <= 0)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine().getSubcommands().getOrDefault("raise", spec.commandLine()),
                        "--for: a duration is written 90s, 30m, 24h or 7d, to 366d"));
        List<String> words = List.of("raise", rule, subject, limits, String.valueOf(duration.toSeconds()));
        return done(
                AdminQuestion.askPolicy(config.read(), AdminLimit.NAME, words), "too many limits are raised already");
    }

    private int done(String reply, String otherwise) throws CommandFailure {
        if (reply.equals(AdminLimit.DONE)) {
            return ExitStatus.OK;
        }
        if (reply.startsWith(AdminLimit.AWAY)) {
            throw new CommandFailure(
                    ExitStatus.TEMPORARY, Printable.clipped(reply.substring(AdminLimit.AWAY.length())));
        }
        throw new CommandFailure(ExitStatus.NO, otherwise);
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Gives somebody limits of its own in the embedded store, in place of those it had.")
    int add(
            @Mixin StoreOption store,
            @Parameters(paramLabel = "SUBJECT", description = "A login; @DOMAIN for all logins of a domain.")
                    String subject,
            @Parameters(paramLabel = "LIMITS", description = LIMITS) String limits)
            throws CommandFailure, BadConfigurationException {
        return store.changeOrCreate(s -> s.sendLimits().put(subject, limits));
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes them away.")
    int remove(@Mixin StoreOption store, @Parameters(paramLabel = "SUBJECT") String subject)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.sendLimits().remove(subject));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists them.")
    int list(
            @Mixin StoreOption store,
            @Mixin ListOption as,
            @Parameters(arity = "0..1", paramLabel = "SUBJECT", description = "Only of this one.")
                    Optional<String> subject)
            throws CommandFailure, BadConfigurationException {
        List<SendLimit> limits = store.read(s -> s.sendLimits().list(subject));
        return as.list(spec, limits.stream().map(LimitCommand::entry).toList());
    }

    private static StoreEntry entry(SendLimit limit) {
        return new StoreEntry().with("subject", limit.subject()).with("limits", limit.limits());
    }
}
