package io.github.guichet.milter.message;

import java.util.List;

/** The header fields of a message that somebody asked for, with a limit on how much is held. Used by one thread at a time. */
public interface Fields {

    /**
     * All fields of a name that are held, in order.
     *
     * @param name in lower case; one whose values were asked for
     */
    List<Field> named(String name);

    /** How many fields of a name there are, also of those that are not held. */
    int count(String name);

    /**
     * Whether fields of a name are not held because they are too many or too large, or because nobody asked for their values: what is here
     * is not all that a receiver will see, so a check must not conclude from it that a message is harmless.
     *
     * @param name in lower case
     */
    boolean incomplete(String name);
}
