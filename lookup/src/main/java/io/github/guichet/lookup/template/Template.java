package io.github.guichet.lookup.template;

import java.util.ArrayList;
import java.util.List;

/**
 * A parsed query or result template.
 *
 * @param text the template as written
 * @param pieces its parts in order
 */
public record Template(String text, List<Piece> pieces) {

    private static final String LETTERS = "sudSUD123456789";

    /**
     * Parses.
     *
     * @param text a query, filter, search base or result format
     * @return its parts
     * @throws TemplateException at a percent sign that begins nothing known
     */
    public static Template parse(String text) throws TemplateException {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int literalAt = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '%') {
                if (literal.length() == 0) {
                    literalAt = i;
                }
                literal.append(c);
                i++;
                continue;
            }
            char letter = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
            if (letter == '%') {
                if (literal.length() == 0) {
                    literalAt = i;
                }
                literal.append('%');
            } else if (letter != '\0' && LETTERS.indexOf(letter) >= 0) {
                if (literal.length() > 0) {
                    pieces.add(new Piece.Literal(literal.toString(), literalAt));
                    literal.setLength(0);
                }
                pieces.add(new Piece.Expand(letter, i));
            } else {
                throw new TemplateException(
                        i,
                        (letter == '\0' ? "a lone % at the end" : "%" + letter + " is not an expansion")
                                + "; allowed are %s %u %d %S %U %D %1 to %9, and %% for a percent sign");
            }
            i += 2;
        }
        if (literal.length() > 0) {
            pieces.add(new Piece.Literal(literal.toString(), literalAt));
        }
        return new Template(text, List.copyOf(pieces));
    }

    /** Whether any part depends on the key or the value. */
    public boolean isDynamic() {
        return pieces.stream().anyMatch(Piece.Expand.class::isInstance);
    }
}
