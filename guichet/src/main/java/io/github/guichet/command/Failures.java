package io.github.guichet.command;

import java.io.PrintWriter;

/** What a command says when it cannot do its work, and with which status it ends. */
final class Failures {

    private Failures() {}

    /** Says what is wrong with the configuration. */
    static int tell(BadConfigurationException failure, PrintWriter err) {
        failure.problems().forEach(err::println);
        err.flush();
        return ExitStatus.CONFIG;
    }

    /** Says why the command failed. */
    static int tell(CommandFailure failure, PrintWriter err) {
        err.println("guichet: " + failure.getMessage());
        err.flush();
        return failure.status();
    }
}
