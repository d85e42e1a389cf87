package io.github.guichet.lookup.condition;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A text with placeholders: <code>{name}</code>; <code>{{</code> is one brace. What is put in their place is one line, cleaned by
 * {@link CleanText} and clipped, so no value can add a line or a control character. Immutable.
 */
public final class TextTemplate {

    private final List<TextPart> parts;

    TextTemplate(List<TextPart> parts) {
        this.parts = List.copyOf(parts);
    }

    /** A text without placeholders. */
    public static TextTemplate literal(String text) {
        return new TextTemplate(List.of(new TextPart.Literal(text)));
    }

    /** Reads a text. */
    public static TextTemplate read(String text, Placeholders known) throws TemplateException {
        return read("", text, 0, known);
    }

    /**
     * Reads a part of a text.
     *
     * @param before what is put before it, as it is
     * @param text the whole text
     * @param from where the part begins that may have placeholders
     */
    public static TextTemplate read(String before, String text, int from, Placeholders known) throws TemplateException {
        return new TextTemplate(TextReader.read(before, text, from, known));
    }

    /** Whether it is the same whatever the facts are. */
    public boolean isConstant() {
        return parts.stream().allMatch(TextPart.Literal.class::isInstance);
    }

    /** Whether it names the reason, which not every text has. */
    public boolean hasReason() {
        return parts.stream().anyMatch(TextPart.Reason.class::isInstance);
    }

    /** The facts that it names. */
    public Set<String> facts() {
        return parts.stream()
                .filter(TextPart.Fact.class::isInstance)
                .map(part -> ((TextPart.Fact) part).name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The text with values.
     *
     * @param rule the rule's name
     * @param reason why, as the check says it
     * @param longest each value, in UTF-16 units; a longer one is cut and ends in three dots
     */
    public String fill(Facts facts, String rule, String reason, int longest) {
        StringBuilder text = new StringBuilder();
        for (TextPart part : parts) {
            text.append(text(part, facts, rule, reason, longest));
        }
        return text.toString();
    }

    private static String text(TextPart part, Facts facts, String rule, String reason, int longest) {
        if (part instanceof TextPart.Literal literal) {
            return literal.text();
        }
        if (part instanceof TextPart.Fact fact) {
            return CleanText.of(facts.fact(fact.name()), longest);
        }
        return CleanText.of(part instanceof TextPart.RuleName ? rule : reason, longest);
    }
}
