package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.Network;
import io.github.guichet.milter.rule.MessageFact;
import io.github.guichet.server.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet check-message}. */
@Command(
        name = "check-message",
        description = {
            "Shows what each rule of the milter says of a message: a line each with its name, its mode, its decision and why, separated"
                    + " by tabs; then what the MTA would be told, and how the header would change. Asks the sources itself; nothing need be running,"
                    + " and nothing is sent, counted or logged.",
            "Exit status: 0 the message would be accepted, 1 it would be refused, 64 wrong usage, or a file that cannot be read, 75 it would be put"
                    + " off or a rule could not say, 78 there is no section [milter]."
        })
final class CheckMessageCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--login", paramLabel = "LOGIN", description = "Who has logged in; nobody unless said.")
    private String login = "";

    @Option(
            names = "--sender",
            paramLabel = "ADDRESS",
            description = "The envelope's sender; the login unless said, \"\" for the null sender.")
    private Optional<String> sender = Optional.empty();

    @Option(
            names = "--recipient",
            paramLabel = "ADDRESS",
            description = "A recipient of the envelope; may be given several times.")
    private List<String> recipients = List.of();

    @Option(names = "--client", paramLabel = "ADDRESS", description = "The address of the client.")
    private String client = "";

    @Option(names = "--helo", paramLabel = "NAME", description = "What the client says after HELO or EHLO.")
    private String helo = "";

    @Option(
            names = "--attribute",
            paramLabel = "NAME=VALUE",
            description = "What else conditions may ask, such as daemon_name=submission; may be given several times.")
    private Map<String, String> attributes = Map.of();

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "The message, with LF or CR LF; - for standard input. Only its header is read.")
    private String file = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        Configuration configuration = config.read();
        MilterSection section = configuration
                .milter()
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.CONFIG, config.file() + ": there is no section [milter], and so no rule"));
        if (!client.isEmpty() && (client.contains("/") || Network.parse(client).isEmpty())) {
            throw new CommandFailure(ExitStatus.USAGE, "--client: this is no address of a host");
        }
        for (String attribute : attributes.keySet()) {
            if (!TypedSession.canTell(attribute)) {
                List<String> known = MessageFact.names().stream()
                        .filter(TypedSession::canTell)
                        .sorted()
                        .toList();
                throw new CommandFailure(
                        ExitStatus.USAGE,
                        "--attribute: " + Printable.clipped(attribute) + " cannot be said here"
                                + Nearest.suggestion(attribute, known));
            }
        }
        MessageFile message = message();
        TypedSession session = new TypedSession(login, sender.orElse(login), recipients, client, helo, attributes);
        try (RunningConfiguration running = RunningConfiguration.forCheck(configuration)) {
            MilterOpener opener = new MilterOpener(section, running, configuration.address());
            MessageTrial trial = MessageTrial.of(opener.rules(), opener.limits(), section.deadline(), session, message);
            PrintWriter out = spec.commandLine().getOut();
            trial.lines().forEach(out::println);
            HeaderChanges.of(message, trial.said().changes()).forEach(out::println);
            out.flush();
            return trial.exitStatus();
        }
    }

    private static String why(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private MessageFile message() throws CommandFailure {
        try {
            if (file.equals("-")) {
                return MessageFile.read(System.in);
            }
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                return MessageFile.read(in);
            }
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(ExitStatus.USAGE, "cannot read " + Printable.clipped(file + ": " + why(e)));
        }
    }
}
