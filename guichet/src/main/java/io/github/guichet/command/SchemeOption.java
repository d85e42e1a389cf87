package io.github.guichet.command;

import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.SchemeException;
import io.github.guichet.server.Nearest;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How a new password is stored. */
final class SchemeOption {

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

    /**
     * Asks for a password and hashes it.
     *
     * @param user whose; may be empty for most schemes
     * @throws CommandFailure when there is no such scheme, or it does not take this password
     */
    String hash(PasswordSchemes schemes, String user) throws CommandFailure {
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
