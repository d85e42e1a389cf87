package io.github.guichet.milter.rule;

import java.util.Set;

/**
 * What is gathered of a message for some rules. Holds nothing of the rules themselves, because a session may keep it for as long as its
 * client is idle.
 *
 * @param facts that are wanted
 * @param fields names of fields whose values are needed, in lower case
 * @param counted names of fields that are to be counted, in lower case
 * @param limits of what is held
 */
record Gathering(Set<MessageFact> facts, Set<String> fields, Set<String> counted, MessageLimits limits) {

    /** Keeps copies. */
    Gathering {
        facts = Set.copyOf(facts);
        fields = Set.copyOf(fields);
        counted = Set.copyOf(counted);
    }

    /** Whether a message that was gathered for these can be judged by rules that need others. */
    boolean covers(Gathering other) {
        return fields.containsAll(other.fields) && counted.containsAll(other.counted);
    }
}
