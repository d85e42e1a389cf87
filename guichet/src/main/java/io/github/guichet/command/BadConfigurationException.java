package io.github.guichet.command;

import io.github.guichet.server.Problem;
import java.util.List;

/** The configuration cannot be used. Ends every command with {@link ExitStatus#CONFIG}, one line a problem on stderr. */
public final class BadConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** At least one problem, in the order of the file. */
    public BadConfigurationException(List<Problem> problems) {
        super(problems.isEmpty() ? "no problem" : problems.get(0).toString());
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong. */
    public List<Problem> problems() {
        return problems;
    }
}
