package io.github.guichet.lookup.template;

import io.github.guichet.lookup.Table;

/** Opens a table that a list of domain patterns names. */
@FunctionalInterface
public interface TableOpener {

    /** Opens nothing. */
    TableOpener NONE = (type, name) -> {
        throw new DomainFilterException(type + ":" + name + ": no table can be named here");
    };

    /**
     * Opens.
     *
     * @param type what stands before the first colon: {@code texthash}, {@code mysql}, {@code map} …
     * @param name what stands behind it: a path, or the name of a map in the configuration
     * @throws DomainFilterException says which types can be used
     */
    Table open(String type, String name) throws DomainFilterException;
}
