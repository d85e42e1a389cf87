package io.github.guichet.milter.check;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.condition.TextTemplate;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.List;

/**
 * Which fields {@link HeadersCheck} removes, replaces and adds.
 *
 * @param rule the rule's name, for texts that name it
 * @param remove key {@code remove}: names of fields that are removed, any case
 * @param set key {@code set}: fields that replace all of their name
 * @param add key {@code add}: fields that come after those there are
 * @param setMap key {@code set-map}: as {@code set}, with a value that a map knows
 * @param addMap key {@code add-map}: as {@code add}, with a value that a map knows
 * @param address section {@code [address]}
 */
public record HeadersCheckConfig(
        String rule,
        List<String> remove,
        List<Literal> set,
        List<Literal> add,
        List<Mapped> setMap,
        List<Mapped> addMap,
        AddressConfig address) {

    /** Refuses names that must not be touched that way with an {@link IllegalArgumentException}. */
    public HeadersCheckConfig {
        remove = List.copyOf(remove);
        set = List.copyOf(set);
        add = List.copyOf(add);
        setMap = List.copyOf(setMap);
        addMap = List.copyOf(addMap);
        remove.forEach(name -> FieldName.refuse(FieldName.whyNotRemove(name)));
        set.forEach(field -> FieldName.refuse(FieldName.whyNotSet(field.name())));
        setMap.forEach(field -> FieldName.refuse(FieldName.whyNotSet(field.name())));
        add.forEach(field -> FieldName.refuse(FieldName.whyNotAdd(field.name())));
        addMap.forEach(field -> FieldName.refuse(FieldName.whyNotAdd(field.name())));
    }

    /** What a map is asked. */
    public enum Subject {
        LOGIN,
        /** As {@code example.org}. */
        LOGIN_DOMAIN,
        SENDER,
        /** As {@code example.org}. */
        SENDER_DOMAIN
    }

    /**
     * A field with a text.
     *
     * @param name as it is written into the message
     * @param text its value
     */
    public record Literal(String name, TextTemplate text) {

        /** Refuses a text with <code>{reason}</code>, because there is none, with an {@link IllegalArgumentException}. */
        public Literal {
            if (text.hasReason()) {
                throw new IllegalArgumentException("a field has no reason; {reason} is for refusals");
            }
        }
    }

    /**
     * A field whose value a map knows; nothing is done if it does not.
     *
     * @param name as it is written into the message
     * @param map is asked
     * @param key what it is asked
     */
    public record Mapped(String name, Table map, Subject key) {}
}
