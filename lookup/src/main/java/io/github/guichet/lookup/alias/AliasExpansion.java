package io.github.guichet.lookup.alias;

import io.github.guichet.lookup.Trail;
import java.util.concurrent.CompletableFuture;

/** Finds where an address leads. Safe for use by many threads; futures never complete exceptionally. */
@FunctionalInterface
public interface AliasExpansion {

    /**
     * Expands an address until nothing is left that is an alias.
     *
     * @param address without angle brackets, any case; not empty
     */
    CompletableFuture<Expansion> expand(String address, Trail trail);
}
