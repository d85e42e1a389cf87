package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.account.AccountAnswer;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet user}. */
@Command(
        name = "user",
        description = {
            "Prints the user record, one field a line; or for a mask with * or ? the names of all users that fit, one a line. Asks"
                    + " the sources itself, by the rules of the daemon, without its cache.",
            "Exit status: 0 found, 1 there is no such user, 75 a source was unavailable, 78 there are no accounts, or they cannot"
                    + " be listed."
        })
final class UserCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(index = "0", paramLabel = "USER", description = "A user name, or a mask such as '*@example.org'.")
    private String user = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        try (AccountsTool tool = AccountsTool.open(config.read())) {
            PrintWriter out = spec.commandLine().getOut();
            int status = user.contains("*") || user.contains("?")
                    ? list(tool.authenticator().users(), out)
                    : print(tool.authenticator().user(user, client.facts()).join(), out);
            out.flush();
            return status;
        }
    }

    private static int print(AccountAnswer answer, PrintWriter out) throws CommandFailure {
        if (answer instanceof AccountAnswer.Unavailable unavailable) {
            throw new CommandFailure(ExitStatus.TEMPORARY, Printable.clipped(unavailable.reason()));
        }
        if (!(answer instanceof AccountAnswer.Found found)) {
            return ExitStatus.NO;
        }
        found.first().fields().forEach((name, value) -> out.println(name + "=" + Printable.escaped(value)));
        return ExitStatus.OK;
    }

    private int list(Keys users, PrintWriter out) throws CommandFailure {
        if (users instanceof Keys.Unavailable unavailable) {
            throw new CommandFailure(ExitStatus.TEMPORARY, Printable.clipped(unavailable.reason()));
        }
        if (users instanceof Keys.Unlistable unlistable) {
            throw new CommandFailure(ExitStatus.CONFIG, unlistable.reason());
        }
        Pattern mask = Pattern.compile(
                user.chars()
                        .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c)))
                        .collect(Collectors.joining()),
                Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        List<String> names = ((Keys.Listed) users)
                .keys().stream().filter(name -> mask.matcher(name).matches()).toList();
        names.forEach(name -> out.println(Printable.escaped(name)));
        return names.isEmpty() ? ExitStatus.NO : ExitStatus.OK;
    }
}
