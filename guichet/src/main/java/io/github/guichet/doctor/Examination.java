package io.github.guichet.doctor;

import java.util.List;

/** Looks at one thing and says what it found. Only reads; may block, and is interrupted when its time is over. */
public interface Examination {

    /** Its name for {@code --only} and {@code --skip}: a word or two with a hyphen. */
    String name();

    /**
     * Looks.
     *
     * @return at least one finding
     * @throws CannotLookException says why not
     */
    List<Finding> examine() throws CannotLookException, InterruptedException;
}
