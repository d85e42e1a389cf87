package io.github.guichet.command;

import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.SchemeException;
import io.github.guichet.dovecotauth.scheme.SchemeLimits;
import io.github.guichet.server.Nearest;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Option(
            names = {"-s", "--scheme"},
            paramLabel = "SCHEME",
            defaultValue = "ARGON2ID",
            description =
                    "Which, in any case; .b64 or .hex behind it sets the encoding. Without: ${DEFAULT-VALUE}, the only scheme that also"
                            + " makes guessing cost memory. Where something older than Dovecot 2.3 reads the same passwords, or one that was"
                            + " built without libsodium: SHA512-CRYPT.")
    private String scheme = "";

    @Option(
            names = {"-r", "--rounds"},
            paramLabel = "N",
            description =
                    "The cost: rounds of SHA256-CRYPT and SHA512-CRYPT (5000), PBKDF2 (100000) and SCRAM (4096), passes of Argon2"
                            + " (3), the logarithm for BLF-CRYPT and CRYPT (10).")
    private Optional<Integer> rounds = Optional.empty();

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
        PasswordSchemes schemes =
                PasswordSchemes.create(SchemeLimits.forHeap(Runtime.getRuntime().maxMemory()));
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            schemes.names().forEach(out::println);
        } else {
            out.println(hash(schemes));
        }
        out.flush();
        return ExitStatus.OK;
    }

    private String hash(PasswordSchemes schemes) throws CommandFailure {
        String name = schemes.parse("", scheme).scheme();
        if (!schemes.names().contains(name)) {
            throw new CommandFailure(
                    ExitStatus.USAGE, "there is no scheme " + scheme + Nearest.hint(name, schemes.names()));
        }
        OptionalInt cost = rounds.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        try {
            return schemes.hash(scheme, user, new PasswordInput().twice(), cost);
        } catch (SchemeException e) {
            throw new CommandFailure(ExitStatus.USAGE, e.reason());
        }
    }
}
