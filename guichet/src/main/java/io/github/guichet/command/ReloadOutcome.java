package io.github.guichet.command;

import java.util.List;

/**
 * What came of reading the configuration again.
 *
 * @param done whether the new one is in use; if not, nothing has changed
 * @param lines for a person: what was noticed, or everything that is wrong, as {@code check-config} says it
 */
record ReloadOutcome(boolean done, List<String> lines) {

    /** Keeps a copy. */
    ReloadOutcome {
        lines = List.copyOf(lines);
    }
}
