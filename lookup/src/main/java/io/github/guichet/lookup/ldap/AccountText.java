package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A text with variables of a request in it: {@code %u}, {@code %n}, {@code %d}, or {@code %{service}}. */
final class AccountText {

    // Private-use characters stand for the variables while a filter or a DN is taken apart.
    private static final String MARKER = "\uE000";
    private static final Map<String, String> SHORT =
            Map.of("u", "user", "n", "username", "d", "domain", "s", "service", "l", "lip", "r", "rip");
    private static final Set<String> OF_THE_USER = Set.of("user", "username", "domain");

    private record Part(String literal, String variable) {}

    private static final Set<String> FUNCTIONS = Set.of("ldap", "ldap_ptr", "ldap_dn");
    private static final String DOLLAR = "$";

    private final String text;
    private final List<Part> parts;

    private AccountText(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** Reads a text that is filled in before anybody was asked. */
    static AccountText parse(String text) throws TemplateException {
        return parse(text, false);
    }

    /** Reads a text that also knows the entry that was found: {@code %{ldap:mail}}, {@code %$}. */
    static AccountText parseWithEntry(String text) throws TemplateException {
        return parse(text, true);
    }

    private static boolean isOfEntry(String variable) {
        return variable.equals(DOLLAR) || FUNCTIONS.contains(attribute(variable));
    }

    private static AccountText parse(String text, boolean withEntry) throws TemplateException {
        List<Part> parts = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int percent = text.indexOf('%', i);
            int end = percent < 0 ? text.length() : percent;
            parts.add(new Part(text.substring(i, end), ""));
            i = end;
            if (percent < 0) {
                break;
            }
            int closing = text.startsWith("{", i + 1) ? text.indexOf('}', i) : -1;
            String letter = text.substring(i + 1, Math.min(text.length(), i + 2));
            if (letter.equals("%")) {
                parts.add(new Part("%", ""));
            } else if (letter.equals(DOLLAR) && withEntry) {
                parts.add(new Part("", DOLLAR));
            } else if (closing > 0) {
                parts.add(new Part("", text.substring(i + 2, closing)));
            } else if (SHORT.containsKey(letter)) {
                parts.add(new Part("", SHORT.get(letter)));
            } else {
                throw new TemplateException(i, "%" + letter + " is not a variable");
            }
            i = closing > 0 ? closing + 1 : i + 2;
        }
        return new AccountText(text, parts);
    }

    String fill(AccountRequest request, UnaryOperator<String> quote) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            out.append(part.literal());
            if (!part.variable().isEmpty()) {
                out.append(quote.apply(value(request, part.variable())));
            }
        }
        return out.toString();
    }

    private static String value(AccountRequest request, String name) {
        int at = request.user().indexOf('@');
        return switch (name) {
            case "user" -> request.user();
            case "username" -> at < 0 ? request.user() : request.user().substring(0, at);
            case "domain" -> at < 0 ? "" : request.user().substring(at + 1);
            default -> request.fact(name);
        };
    }

    /** The facts that it uses. */
    Set<String> variables() {
        Set<String> facts = new LinkedHashSet<>();
        parts.forEach(part -> facts.add(part.variable()));
        facts.removeAll(OF_THE_USER);
        facts.removeIf(AccountText::isOfEntry);
        facts.remove("");
        return facts;
    }

    /** As written. */
    String text() {
        return text;
    }

    /** What it wants to know of the entry, each {@code $} or what stands in the braces. */
    Set<String> entryWants() {
        Set<String> wants = new LinkedHashSet<>();
        parts.forEach(part -> wants.add(part.variable()));
        wants.removeIf(want -> !isOfEntry(want));
        return wants;
    }

    /** The attributes that it names, {@code name} or {@code name@other}. */
    Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>();
        for (String want : entryWants()) {
            int colon = want.indexOf(':');
            if (colon > 0) {
                names.add(attribute(want.substring(colon + 1)));
            }
        }
        return names;
    }

    /** What stands before the first colon. */
    static String attribute(String wanted) {
        int colon = wanted.indexOf(':');
        return colon < 0 ? wanted : wanted.substring(0, colon);
    }

    boolean isDynamic() {
        return parts.stream().anyMatch(part -> !part.variable().isEmpty());
    }

    String withMarkers() {
        StringBuilder out = new StringBuilder();
        parts.forEach(part -> out.append(part.variable().isEmpty() ? part.literal() : MARKER));
        return out.toString();
    }

    static boolean hasMarker(String text) {
        return text.contains(MARKER);
    }

    static String withoutMarkers(String text) {
        return text.replace(MARKER, "%u");
    }
}
