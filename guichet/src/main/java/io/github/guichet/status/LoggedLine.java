package io.github.guichet.status;

import java.time.Instant;

/**
 * A line of the log as it was written.
 *
 * @param time when
 * @param severity how bad it is
 * @param text one line, with whatever was escaped, shortened or hashed in it, without the prefix for the journal
 */
public record LoggedLine(Instant time, Severity severity, String text) {

    /** How bad it is, in the words that people see. */
    public enum Severity {
        /** Something does not work. */
        ERROR,
        /** Something is not as it should be. */
        WARNING
    }
}
