package io.github.guichet.lookup.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a source says of an account: one row, one entry, one line.
 *
 * @param fields by Dovecot's names ({@code user}, {@code password}, {@code uid}, {@code home}, {@code userdb_home},
 *     {@code nologin} …), in the source's order. SQL's NULL and an absent attribute are absent here; a field that is only named
 *     ({@code nologin}) has an empty value
 */
public record AccountRecord(Map<String, String> fields) {

    /** No fields. */
    public static final AccountRecord EMPTY = new AccountRecord(Map.of());

    /** The field in which an LDAP source puts the DN of the entry it found; no source's own field can have this name. */
    public static final String DN = "@dn";

    /** Keeps a copy, in order. */
    public AccountRecord {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A field's value. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether the field is there, whatever its value; Dovecot looks at {@code nologin} and {@code proxy} in this way. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The same with one field more, or with another value for it. */
    public AccountRecord with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new AccountRecord(more);
    }

    /** Only the fields whose names are wanted. */
    public AccountRecord only(Predicate<String> wanted) {
        Map<String, String> kept = new LinkedHashMap<>(fields);
        kept.keySet().removeIf(wanted.negate());
        return new AccountRecord(kept);
    }

    /** Names the fields but shows no values: they hold passwords. */
    @Override
    public String toString() {
        return "AccountRecord" + fields.keySet();
    }
}
