package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.guichet.lookup.template.Piece;
import io.github.guichet.lookup.template.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Turns the filter that finds one key into the filter that finds all, and tells which attributes then hold the keys.
 *
 * <p>{@code (mail=%s)} becomes {@code (mail=*)} and every {@code mail} is a key; {@code (alias=*@%s)}, the map of domains,
 * becomes {@code (alias=*)} and what stands after the at sign of every {@code alias} is a key.
 */
final class FilterKeys {

    // Private-use characters stand for the expansions while the filter is taken apart.
    private static final String WHOLE = "\uE000";
    private static final String USER = "\uE001";
    private static final String DOMAIN = "\uE002";
    private static final String LABEL = "\uE003";

    /**
     * How a value of an attribute becomes a key.
     *
     * @param prefix stands before the key in the value
     * @param anything whether anything may stand before the prefix
     * @param suffix stands after the key
     */
    record Rule(String prefix, boolean anything, String suffix) {

        /** The key in a value, or nothing when the value is not of this form. */
        Optional<String> key(String value) {
            int from = anything ? value.lastIndexOf(prefix) : value.startsWith(prefix) ? 0 : -1;
            int to = value.length() - suffix.length();
            if (from < 0 || !value.endsWith(suffix) || from + prefix.length() >= to) {
                return Optional.empty();
            }
            return Optional.of(value.substring(from + prefix.length(), to));
        }
    }

    /**
     * What to search for all keys.
     *
     * @param filter finds every entry that some key finds, perhaps more
     * @param rules by attribute
     */
    record Plan(Filter filter, Map<String, List<Rule>> rules) {}

    private final Map<String, List<Rule>> rules = new LinkedHashMap<>();
    private boolean derivable = true;

    private FilterKeys() {}

    /** The filter's text with a marker in the place of each expansion. */
    static String withMarkers(Template filter) {
        StringBuilder out = new StringBuilder();
        for (Piece piece : filter.pieces()) {
            if (piece instanceof Piece.Literal literal) {
                out.append(literal.text());
            } else if (piece instanceof Piece.Expand expand) {
                out.append(marker(expand.letter()));
            }
        }
        return out.toString();
    }

    private static String marker(char letter) {
        return switch (letter) {
            case 's', 'S' -> WHOLE;
            case 'u', 'U' -> USER;
            case 'd', 'D' -> DOMAIN;
            default -> LABEL;
        };
    }

    /** A text that may hold markers, for a message. */
    static String withoutMarkers(String text) {
        return text.replace(WHOLE, "%s")
                .replace(USER, "%u")
                .replace(DOMAIN, "%d")
                .replace(LABEL, "%1");
    }

    /** The plan, or nothing when the filter's form does not tell. */
    static Optional<Plan> plan(Template filter) {
        try {
            FilterKeys keys = new FilterKeys();
            String whole = withMarkers(filter).replace(USER + "@" + DOMAIN, WHOLE);
            Filter all = keys.all(FilterText.parse(whole));
            return keys.derivable && !keys.rules.isEmpty() ? Optional.of(new Plan(all, keys.rules)) : Optional.empty();
        } catch (LDAPException e) {
            return Optional.empty();
        }
    }

    private Filter all(Filter filter) {
        if (!hasMarker(filter.toNormalizedString()) && !hasMarker(filter.toString())) {
            return filter;
        }
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(all(filter.getComponents()));
            case Filter.FILTER_TYPE_OR -> Filter.createORFilter(all(filter.getComponents()));
            case Filter.FILTER_TYPE_NOT -> Filter.createANDFilter(); // true, RFC 4526: finds more, loses nothing
            case Filter.FILTER_TYPE_EQUALITY -> assertion(filter, filter.getAssertionValue(), false);
            case Filter.FILTER_TYPE_SUBSTRING -> substring(filter);
            default -> underivable(filter);
        };
    }

    private List<Filter> all(Filter[] parts) {
        List<Filter> out = new ArrayList<>();
        for (Filter part : parts) {
            out.add(all(part));
        }
        return out;
    }

    private Filter substring(Filter filter) {
        String last = filter.getSubFinalString();
        boolean domains = filter.getSubInitialString() == null && filter.getSubAnyStrings().length == 0;
        return domains && last != null && last.indexOf(WHOLE) > 0 ? assertion(filter, last, true) : underivable(filter);
    }

    private Filter assertion(Filter filter, String value, boolean anythingBefore) {
        int at = value.indexOf(WHOLE);
        String prefix = at < 0 ? "" : value.substring(0, at);
        String suffix = at < 0 ? "" : value.substring(at + WHOLE.length());
        if (at < 0 || hasMarker(prefix) || hasMarker(suffix) || hasMarker(filter.getAttributeName())) {
            return underivable(filter);
        }
        rules.computeIfAbsent(filter.getAttributeName(), name -> new ArrayList<>())
                .add(new Rule(prefix, anythingBefore, suffix));
        return Filter.createPresenceFilter(filter.getAttributeName());
    }

    private Filter underivable(Filter filter) {
        derivable = false;
        return filter;
    }

    /** Whether a key could change what is compared, not only with what. */
    static boolean hasMarkerOutsideValues(Filter filter) {
        boolean inNames = hasMarker(Objects.requireNonNullElse(filter.getAttributeName(), ""))
                || hasMarker(Objects.requireNonNullElse(filter.getMatchingRuleID(), ""));
        Filter negated = filter.getNOTComponent();
        return inNames
                || (negated != null && hasMarkerOutsideValues(negated))
                || Arrays.stream(filter.getComponents()).anyMatch(FilterKeys::hasMarkerOutsideValues);
    }

    private static boolean hasMarker(String text) {
        return text.chars().anyMatch(c -> c >= 0xE000 && c <= 0xE003);
    }
}
