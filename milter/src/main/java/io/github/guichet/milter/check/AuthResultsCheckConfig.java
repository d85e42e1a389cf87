package io.github.guichet.milter.check;

import java.util.List;
import java.util.Optional;

/**
 * What {@link AuthResultsCheck} does.
 *
 * @param authservId key {@code authserv-id} of {@code [milter]}: the name under which this host reports; empty = the name that the MTA
 *     gives itself
 * @param also key {@code also}: more names that are this host's, whose fields are removed too
 * @param remove key {@code remove}: whether fields that claim to be from here are removed
 * @param add key {@code add}: whether a field is added to mail of somebody who logged in
 * @param login key {@code login}: whether it says who
 */
public record AuthResultsCheckConfig(
        Optional<String> authservId, List<String> also, boolean remove, boolean add, boolean login) {

    public AuthResultsCheckConfig {
        also = List.copyOf(also);
    }
}
