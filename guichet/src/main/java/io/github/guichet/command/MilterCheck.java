package io.github.guichet.command;

import io.github.guichet.milter.check.HeadersCheckConfig;
import io.github.guichet.milter.check.PrivacyCheckConfig;
import io.github.guichet.milter.check.SenderField;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a rule of {@code [milter]} looks at, or changes. Maps are named as in the configuration. */
public sealed interface MilterCheck {

    /** Whether it may object to a message; the others only change it. */
    default boolean objects() {
        return this instanceof HeaderFrom || this instanceof DisplayName || this instanceof Recipients;
    }

    /** Whether it has nothing to say of mail of those who have not logged in. */
    default boolean onlyLoggedIn() {
        return this instanceof HeaderFrom || this instanceof Privacy;
    }

    /**
     * Whether what the header says the message is from belongs to the login.
     *
     * @param fields the fields that are looked at
     * @param exceptions maps from an address to the logins that may write it all the same
     * @param refuseMissing whether a message without From: is objected to
     * @param rewrite whether From: becomes the login's own address
     */
    record HeaderFrom(Set<SenderField> fields, List<String> exceptions, boolean refuseMissing, boolean rewrite)
            implements MilterCheck {}

    /**
     * Whether the name in front of an address pretends to be another one.
     *
     * @param fields the fields that are looked at
     * @param addresses whether an address in a name must be the one behind it
     * @param domains maps of the domains that no other name may mention
     */
    record DisplayName(Set<SenderField> fields, boolean addresses, List<String> domains) implements MilterCheck {}

    /**
     * What the header says of authentication.
     *
     * @param add whether it is said of mail of somebody who logged in
     * @param remove whether what others say in this name is removed
     * @param also other names that this host has had
     * @param login whether the login is told
     */
    record AuthResults(boolean add, boolean remove, List<String> also, boolean login) implements MilterCheck {}

    /**
     * What the header tells of somebody who logged in.
     *
     * @param received what becomes of where he is
     * @param remove the fields that are removed
     */
    record Privacy(PrivacyCheckConfig.Received received, List<String> remove) implements MilterCheck {}

    /**
     * Fields by configuration.
     *
     * @param remove the fields that are removed
     * @param set replace all of their name
     * @param add are added
     * @param setMap as {@code set}, with what a map says
     * @param addMap as {@code add}, with what a map says
     */
    record Headers(
            List<String> remove,
            List<HeadersCheckConfig.Literal> set,
            List<HeadersCheckConfig.Literal> add,
            List<FieldFromMap> setMap,
            List<FieldFromMap> addMap)
            implements MilterCheck {}

    /**
     * A field whose value a map knows.
     *
     * @param name the field's
     * @param map is asked
     * @param key what it is asked
     */
    record FieldFromMap(String name, String map, HeadersCheckConfig.Subject key) {}

    /**
     * Whether these recipients are for this login.
     *
     * @param max how many
     * @param maxMap a map with other numbers for some
     * @param domains maps of the domains that are one's own
     * @param refuseForeign whether the others are refused
     * @param foreignMap a map with who may be written to all the same
     */
    record Recipients(
            OptionalInt max,
            Optional<String> maxMap,
            List<String> domains,
            boolean refuseForeign,
            Optional<String> foreignMap)
            implements MilterCheck {}
}
