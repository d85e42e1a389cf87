/**
 * Where an address leads: expansion by the maps of virtual_alias_maps, as cleanup(8) does it.
 */
@NullMarked
package io.github.guichet.lookup.alias;

import org.jspecify.annotations.NullMarked;
