package io.github.guichet.doctor;

import java.util.Map;
import java.util.Optional;

/**
 * A line of master.cf.
 *
 * @param name service name and type, {@code smtp/inet}
 * @param command the program: {@code smtpd}
 * @param chrooted whether its root is the queue directory
 * @param overrides its {@code -o} settings, expanded
 */
record PostfixService(String name, String command, boolean chrooted, Map<String, String> overrides) {

    PostfixService {
        overrides = Map.copyOf(overrides);
    }

    Optional<String> override(String parameter) {
        return Optional.ofNullable(overrides.get(parameter));
    }

    /** For people: {@code smtp/inet (smtpd, chrooted)}. */
    @Override
    public String toString() {
        return name + " (" + command + (chrooted ? ", chrooted" : "") + ")";
    }
}
