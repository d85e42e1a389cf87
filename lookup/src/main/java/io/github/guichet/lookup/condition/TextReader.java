package io.github.guichet.lookup.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Takes text with placeholders apart: <code>{name}</code>; <code>{{</code> is one brace. */
final class TextReader {

    private static final String ATTRIBUTE = "attribute:";
    private static final int LONGEST_NAME = 64;

    private final String text;
    private final Placeholders known;
    private final List<TextPart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private TextReader(String text, Placeholders known) {
        this.text = text;
        this.known = known;
    }

    /** Reads; parameters as in {@link TextTemplate#read(String, String, int, Placeholders)}. */
    static List<TextPart> read(String before, String text, int from, Placeholders known) throws TemplateException {
        TextReader reader = new TextReader(text, known);
        reader.literal.append(before);
        int at = from;
        while (at < text.length()) {
            at = reader.next(at);
        }
        reader.endLiteral();
        return List.copyOf(reader.parts);
    }

    private int next(int at) throws TemplateException {
        if (text.charAt(at) != '{') {
            literal.append(text.charAt(at));
            return at + 1;
        }
        if (text.startsWith("{{", at)) {
            literal.append('{');
            return at + 2;
        }
        int end = text.indexOf('}', at);
        if (end < 0) {
            throw new TemplateException(at, "nothing closes the \"{\"; write \"{{\" for a brace");
        }
        TextPart part = placeholder(text.substring(at + 1, end), at);
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

    private TextPart placeholder(String name, int at) throws TemplateException {
        if (name.equals("rule")) {
            return new TextPart.RuleName();
        }
        if (name.equals("reason")) {
            return new TextPart.Reason();
        }
        String attribute = name.startsWith(ATTRIBUTE)
                ? attributeName(name.substring(ATTRIBUTE.length()), at)
                : known.names().getOrDefault(name, "");
        if (attribute.isEmpty()) {
            TreeSet<String> names = new TreeSet<>(known.names().keySet());
            names.add("rule");
            names.add("reason");
            throw new TemplateException(
                    at,
                    "unknown placeholder {" + CleanText.of(name, 60) + "}"
                            + known.hint().of(name, names) + " (known: " + String.join(", ", names)
                            + ", attribute:NAME)");
        }
        return new TextPart.Fact(attribute);
    }

    private String attributeName(String name, int at) throws TemplateException {
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || !name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            throw new TemplateException(at, "no attribute has this name; allowed: small letters, digits and _");
        }
        if (!known.attributes().isEmpty() && !known.attributes().contains(name)) {
            throw new TemplateException(
                    at,
                    "unknown attribute " + name + known.hint().of(name, known.attributes()) + " (known: "
                            + String.join(", ", new TreeSet<>(known.attributes())) + ")");
        }
        return name;
    }
}
