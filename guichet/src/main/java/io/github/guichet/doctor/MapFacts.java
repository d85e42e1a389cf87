package io.github.guichet.doctor;

import io.github.guichet.lookup.Table;
import java.util.Optional;

/**
 * One map.
 *
 * @param name by which Postfix asks for it
 * @param parameter the main.cf parameter it is for
 * @param exact answers a key as it is, and lists keys
 * @param searched answers as a peer is answered
 * @param usedInside whether another section of the configuration asks it
 * @param ownsSenders whether it says who owns an address
 */
public record MapFacts(
        String name, Optional<String> parameter, Table exact, Table searched, boolean usedInside, boolean ownsSenders) {

    /** Whether it is for that parameter. */
    boolean isFor(String wanted) {
        return parameter.filter(wanted::equals).isPresent();
    }
}
