package io.github.guichet.lookup.condition;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What may stand between the braces of a text, beside {@code rule}, {@code reason} and <code>attribute:NAME</code>.
 *
 * @param names and the facts that they stand for
 * @param attributes the names behind {@code attribute:}; none: any that could be one
 * @param hint what is said about a name that is unknown
 */
public record Placeholders(Map<String, String> names, Set<String> attributes, Hint hint) {

    /** The names that every text about mail can have, and the facts that they stand for. */
    public static final Map<String, String> OF_MAIL = Map.of(
            "sender", "sender",
            "recipient", "recipient",
            "login", "sasl_username",
            "client", "client_address",
            "client_name", "client_name",
            "helo", "helo_name",
            "size", "size",
            "queue_id", "queue_id");

    /** Keeps copies. */
    public Placeholders {
        names = Map.copyOf(names);
        attributes = Set.copyOf(attributes);
    }

    /** The same with a name more, which stands for the fact that is called so. */
    public Placeholders with(String name) {
        Map<String, String> more = new HashMap<>(names);
        more.put(name, name);
        return new Placeholders(more, attributes, hint);
    }

    /** Says which name somebody may have meant. */
    @FunctionalInterface
    public interface Hint {

        /**
         * A clause for the end of a message, or nothing.
         *
         * @param known what could have been written
         */
        String of(String written, Collection<String> known);
    }
}
