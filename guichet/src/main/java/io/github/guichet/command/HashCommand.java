package io.github.guichet.command;

import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code guichet hash}. */
@Command(
        name = "hash",
        description = {
            "Prints a password as a source should store it, {SCHEME} in front, in any scheme of Dovecot 2.3. Asks for the password"
                    + " twice on a terminal, or takes the first line of standard input.",
            "Exit status: 0 done, 64 wrong usage, such as a scheme that does not exist or does not take this password."
        })
final class HashCommand implements Callable<Integer> {

    @Mixin
    private SchemeOption scheme = new SchemeOption();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "The name that the user logs in with. Only DIGEST-MD5 wants it.")
    private String user = "";

    @Option(
            names = {"-l", "--list"},
            description = "Prints the names of all schemes instead.")
    private boolean list;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        PasswordSchemes schemes = LogIns.schemes();
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            schemes.names().forEach(out::println);
        } else {
            out.println(scheme.hash(schemes, user));
        }
        out.flush();
        return ExitStatus.OK;
    }
}
