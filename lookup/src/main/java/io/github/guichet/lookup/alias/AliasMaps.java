package io.github.guichet.lookup.alias;

import io.github.guichet.lookup.FirstOfTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.key.MailAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Expands addresses by maps that stand for {@code virtual_alias_maps}, as cleanup(8) does (cleanup_map1n.c).
 *
 * <p>An address that leads to itself, alone or among others, ends there. Two aliases that lead to each other never end: Postfix follows
 * them until virtual_alias_recursion_limit and then defers the mail, so this is {@link Expansion.TooMany}; it is noticed when an alias
 * comes again on one way, so it costs two questions, not a thousand. The same address on two ways is no loop.
 *
 * <p>The addresses in the result have their local part in quotes where RFC 5321 wants them.
 */
public final class AliasMaps implements AliasExpansion {

    private final Table maps;
    private final AliasLimits limits;

    /** Maps with Postfix's own limits. */
    public AliasMaps(List<Table> maps) {
        this(maps, AliasLimits.POSTFIX);
    }

    /**
     * Maps.
     *
     * @param maps asked in order, each with its whole search for an address; the first that finds. None: no address is an alias
     */
    public AliasMaps(List<Table> maps, AliasLimits limits) {
        this.maps = switch (maps.size()) {
            case 0 -> new ValuesTable("no aliases", Map.of());
            case 1 -> maps.get(0);
            default -> new FirstOfTable("aliases", maps);
        };
        this.limits = limits;
    }

    @Override
    public CompletableFuture<Expansion> expand(String address, Trail trail) {
        return new AliasWalk(maps, limits, trail, MailAddress.external(address)).run();
    }
}
