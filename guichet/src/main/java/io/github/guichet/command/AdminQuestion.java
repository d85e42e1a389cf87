package io.github.guichet.command;

import io.github.guichet.server.AdminClient;
import io.github.guichet.server.AdminException;
import io.github.guichet.server.NotRunningException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks the running daemon, whose admin socket the configuration names. */
final class AdminQuestion {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private AdminQuestion() {}

    /** Asks what only the policy service can answer. */
    static String askPolicy(Configuration configuration, String command, List<String> arguments) throws CommandFailure {
        if (configuration.policy().isEmpty()) {
            throw new CommandFailure(ExitStatus.UNAVAILABLE, "the configuration has no section [policy]");
        }
        return ask(configuration, command, arguments);
    }

    static String ask(Configuration configuration, String command, List<String> arguments) throws CommandFailure {
        return ask(configuration, command, arguments, TIMEOUT);
    }

    /** Where the daemon can be asked. */
    static AdminConfig needsAdmin(Configuration configuration) throws CommandFailure {
        return configuration
                .admin()
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.UNAVAILABLE,
                        "the configuration has no section [admin], so a running daemon cannot be asked"));
    }

    /** Waits so long for the answer. */
    static String ask(Configuration configuration, String command, List<String> arguments, Duration longest)
            throws CommandFailure {
        return ask(needsAdmin(configuration).path(), command, arguments, longest);
    }

    /** Asks the daemon behind a socket. */
    static String ask(Path socket, String command, List<String> arguments, Duration longest) throws CommandFailure {
        try {
            return new AdminClient(socket, longest).ask(command, arguments);
        } catch (AdminException e) {
            throw new CommandFailure(ExitStatus.USAGE, String.valueOf(e.getMessage()));
        } catch (NotRunningException e) {
            throw new CommandFailure(ExitStatus.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
