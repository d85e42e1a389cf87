package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;

/** The names that administrators give to sources and maps. */
final class Names {

    private static final String ALLOWED = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    private Names() {}

    /**
     * Reports a name that cannot be used. A space would end the name of a map on the wire, and all of them are metric labels
     * and file names.
     */
    static void check(ConfigSection section) {
        if (!section.name().matches(ALLOWED)) {
            section.problem("", "a name has 1 to 64 letters, digits, - and _, and begins with a letter or a digit");
        }
    }
}
