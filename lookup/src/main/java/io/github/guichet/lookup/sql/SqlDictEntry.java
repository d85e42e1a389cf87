package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.dict.DictKey;
import java.util.Optional;

/**
 * What is done in a database for some keys. The statements have Dovecot's variables, of which only the user's name is known, and
 * {@code %{value}}.
 *
 * @param key which keys
 * @param read gives the value in the first column of its first row; absent: the key cannot be read
 * @param write stores {@code %{value}}, whether there was one before or not; absent: the key cannot be set
 * @param unset removes it; absent: the key cannot be removed
 * @param increment adds {@code %{value}} to a number that is there; absent: that cannot be done
 */
public record SqlDictEntry(
        DictKey key,
        Optional<String> read,
        Optional<String> write,
        Optional<String> unset,
        Optional<String> increment) {}
