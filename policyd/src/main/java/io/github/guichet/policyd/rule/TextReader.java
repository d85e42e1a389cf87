package io.github.guichet.policyd.rule;

import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.server.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Takes text with placeholders apart: <code>{name}</code>; <code>{{</code> is one brace. */
final class TextReader {

    private static final String ATTRIBUTE = "attribute:";
    private static final int LONGEST_NAME = 64;

    /** Placeholders that stand for an attribute. */
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "sender", "sender",
            "recipient", "recipient",
            "login", "sasl_username",
            "client", "client_address",
            "client_name", "client_name",
            "helo", "helo_name",
            "size", "size",
            "queue_id", "queue_id");

    private final String action;
    private final List<TextPart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private TextReader(String action) {
        this.action = action;
    }

    /**
     * Reads.
     *
     * @param before what is put before the text, as it is
     * @param action the whole action
     * @param from where its text begins
     */
    static List<TextPart> read(String before, String action, int from) throws ActionException {
        TextReader reader = new TextReader(action);
        reader.literal.append(before);
        int at = from;
        while (at < action.length()) {
            at = reader.next(at);
        }
        reader.endLiteral();
        return List.copyOf(reader.parts);
    }

    private int next(int at) throws ActionException {
        if (action.charAt(at) != '{') {
            literal.append(action.charAt(at));
            return at + 1;
        }
        if (action.startsWith("{{", at)) {
            literal.append('{');
            return at + 2;
        }
        int end = action.indexOf('}', at);
        if (end < 0) {
            throw new ActionException(at, "nothing closes the \"{\"; write \"{{\" for a brace");
        }
        TextPart part = placeholder(action.substring(at + 1, end), at);
        endLiteral();
        parts.add(part);
        return end + 1;
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new TextPart.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static TextPart placeholder(String name, int at) throws ActionException {
        if (name.equals("rule")) {
            return new TextPart.RuleName();
        }
        if (name.equals("reason")) {
            return new TextPart.Reason();
        }
        String attribute = name.startsWith(ATTRIBUTE)
                ? attributeName(name.substring(ATTRIBUTE.length()), at)
                : ATTRIBUTES.getOrDefault(name, "");
        if (attribute.isEmpty()) {
            TreeSet<String> known = new TreeSet<>(ATTRIBUTES.keySet());
            known.add("rule");
            known.add("reason");
            throw new ActionException(
                    at,
                    "unknown placeholder {" + CleanText.of(name, 60) + "}" + Nearest.hint(name, known) + " (known: "
                            + String.join(", ", known) + ", attribute:NAME)");
        }
        return new TextPart.Attribute(attribute);
    }

    private static String attributeName(String name, int at) throws ActionException {
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || !name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            throw new ActionException(at, "no attribute has this name; allowed: small letters, digits and _");
        }
        return name;
    }
}
