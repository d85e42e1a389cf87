package io.github.guichet.command;

import io.github.guichet.lookup.CacheConfig;
import java.util.Optional;

/**
 * One map, {@code [map.NAME]}.
 *
 * @param name by which Postfix asks for it
 * @param parameter the main.cf parameter it serves, which fixes the search; absent = the key as it is asked
 * @param cache how long its answers are kept; of no effect for kinds that live in memory or only refer to others
 * @param kind what answers
 */
public record MapConfig(String name, Optional<String> parameter, CacheConfig cache, MapKind kind) {}
