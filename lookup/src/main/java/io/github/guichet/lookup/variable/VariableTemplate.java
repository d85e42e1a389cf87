package io.github.guichet.lookup.variable;

import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A text with Dovecot's variables: a query, a filter, a DN, a path, a field's value. Immutable.
 *
 * @param text as written
 * @param pieces its parts in order
 * @param facts what it needs to know of a request besides the user name, for {@code AccountSource.variables()}
 */
public record VariableTemplate(String text, List<VariablePiece> pieces, Set<String> facts) {

    /** Keeps copies. */
    public VariableTemplate {
        pieces = List.copyOf(pieces);
        facts = Set.copyOf(facts);
    }

    /**
     * Reads a text.
     *
     * @throws TemplateException at a percent sign that begins nothing known or supported
     */
    public static VariableTemplate parse(String text) throws TemplateException {
        return parse(text, name -> false);
    }

    /**
     * Reads a text that may use more variables, such as {@code %{ldap:mail}}.
     *
     * @param more whether a letter, or what stands in braces, is one of them. It is then a fact of the request that is called
     *     so, and one of {@link #facts}
     * @throws TemplateException at a percent sign that begins nothing known or supported
     */
    public static VariableTemplate parse(String text, Predicate<String> more) throws TemplateException {
        return new VariableParser(text, 0, new Names(more)).parse();
    }

    /** Whether any part depends on the request. */
    public boolean isDynamic() {
        return pieces.stream().anyMatch(VariablePiece.Expression.class::isInstance);
    }

    /** The text for a request. */
    public String expand(AccountRequest request) {
        return expand(pieces, request, UnaryOperator.identity());
    }

    /**
     * The text for a request.
     *
     * @param quote is applied to what each variable gives, modifiers included, and not to the text around it
     */
    public String expand(AccountRequest request, UnaryOperator<String> quote) {
        return expand(pieces, request, quote);
    }

    /** Some pieces of a text, one after the other. */
    public static String expand(List<VariablePiece> pieces, AccountRequest request, UnaryOperator<String> quote) {
        StringBuilder out = new StringBuilder();
        for (VariablePiece piece : pieces) {
            if (piece instanceof VariablePiece.Literal literal) {
                out.append(literal.text());
            } else if (piece instanceof VariablePiece.Expression expression) {
                out.append(quote.apply(Octets.text(expression.value().of(request))));
            }
        }
        return out.toString();
    }

    /** As {@link Octets}, for a text inside an expression. */
    Value asValue() {
        List<VariablePiece> parts = pieces;
        return request -> {
            StringBuilder out = new StringBuilder();
            for (VariablePiece piece : parts) {
                if (piece instanceof VariablePiece.Literal literal) {
                    out.append(Octets.of(literal.text()));
                } else if (piece instanceof VariablePiece.Expression expression) {
                    out.append(expression.value().of(request));
                }
            }
            return out.toString();
        };
    }
}
