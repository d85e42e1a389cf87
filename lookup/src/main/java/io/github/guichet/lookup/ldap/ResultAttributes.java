package io.github.guichet.lookup.ldap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which attributes of an entry make the result, in the four kinds of ldap_table(5).
 *
 * @param regular always taken, unless a terminal one is there
 * @param special hold DNs or LDAP URLs to follow
 * @param leaf taken only from entries without special ones
 * @param terminal when there, the only ones taken
 */
public record ResultAttributes(List<String> regular, List<String> special, List<String> leaf, List<String> terminal) {

    /** The regular attribute that Postfix reads when none is named. */
    public static final String DEFAULT_REGULAR = "maildrop";

    /** The kinds, in the order in which dict_ldap(3) looks an attribute up. */
    enum Kind {
        TERMINAL,
        LEAF,
        REGULAR,
        SPECIAL,
        OTHER
    }

    /** Keeps copies. */
    public ResultAttributes {
        regular = List.copyOf(regular);
        special = List.copyOf(special);
        leaf = List.copyOf(leaf);
        terminal = List.copyOf(terminal);
    }

    /** Only regular attributes. */
    public static ResultAttributes regular(List<String> names) {
        return new ResultAttributes(names, List.of(), List.of(), List.of());
    }

    /** All names, to be asked for, in the order of the kinds. */
    List<String> all() {
        List<String> all = new ArrayList<>(terminal);
        all.addAll(leaf);
        all.addAll(regular);
        all.addAll(special);
        return all;
    }

    /** The kind of an attribute of an entry; {@code mail;lang-en} is a {@code mail}, not the other way round. */
    Kind kind(String attribute) {
        if (covers(terminal, attribute)) {
            return Kind.TERMINAL;
        }
        if (covers(leaf, attribute)) {
            return Kind.LEAF;
        }
        if (covers(regular, attribute)) {
            return Kind.REGULAR;
        }
        return covers(special, attribute) ? Kind.SPECIAL : Kind.OTHER;
    }

    private static boolean covers(List<String> wanted, String attribute) {
        return wanted.stream().anyMatch(name -> covers(name, attribute));
    }

    private static boolean covers(String name, String attribute) {
        return name.length() <= attribute.length()
                && attribute.regionMatches(true, 0, name, 0, name.length())
                && (name.length() == attribute.length() || attribute.charAt(name.length()) == ';');
    }

    /**
     * What to ask for when an LDAP URL names attributes: those that both want, the more special description of each. Empty when
     * the URL wants nothing of ours and is not followed.
     */
    List<String> wantedBy(List<String> url) {
        if (url.isEmpty()) {
            return all();
        }
        List<String> both = new ArrayList<>();
        for (String theirs : url) {
            for (String ours : all()) {
                if (covers(theirs, ours)) {
                    both.add(ours);
                } else if (covers(ours, theirs)) {
                    both.add(theirs);
                }
            }
        }
        return both;
    }

    /** As in a message. */
    @Override
    public String toString() {
        return String.join(", ", all()).toLowerCase(Locale.ROOT);
    }
}
