package io.github.guichet.command;

import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.KeyRule;
import java.util.List;
import java.util.Optional;

/**
 * One map in use.
 *
 * @param config what the configuration says
 * @param exact answers each key as it is, cached where it is cached
 * @param rule how keys are searched
 * @param table what a peer asks: searched, and counted
 * @param cache its cache, where it has one
 * @param members the maps it consists of
 */
record OpenMap(
        MapConfig config, Table exact, KeyRule rule, Table table, Optional<CachedTable> cache, List<OpenMap> members) {}
