package io.github.guichet.lookup.variable;

import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one text with variables. Used once. */
final class VariableParser {

    /** A fill of zeros is no longer than this. */
    private static final int LONGEST_FILL = 1024;

    private final String text;
    private final int base;
    private final Names names;
    private final List<VariablePiece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int literalAt;
    private int at;

    /**
     * Begins.
     *
     * @param base where the text stands in a larger one, for messages
     * @param names the variables that it may use
     */
    VariableParser(String text, int base, Names names) {
        this.text = text;
        this.base = base;
        this.names = names;
    }

    VariableTemplate parse() throws TemplateException {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean percent = c == '%';
            if (percent && peek(1) != '%') {
                flush();
                pieces.add(expression());
                continue;
            }
            if (literal.length() == 0) {
                literalAt = at;
            }
            literal.append(c);
            at += percent ? 2 : 1;
        }
        flush();
        return new VariableTemplate(text, pieces, names.facts());
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private void flush() {
        if (literal.length() > 0) {
            pieces.add(new VariablePiece.Literal(literal.toString(), base + literalAt));
            literal.setLength(0);
        }
    }

    private TemplateException wrong(int offset, String message) {
        return new TemplateException(base + offset, message);
    }

    private VariablePiece.Expression expression() throws TemplateException {
        int start = at;
        at++;
        Modifiers modifiers = modifiers(start);
        if (at >= text.length()) {
            throw wrong(start, "a lone % at the end; %% is a percent sign");
        }
        Value value;
        if (peek(0) == '{') {
            int end = closing(start);
            value = braces(text.substring(at + 1, end), at + 1);
            at = end + 1;
        } else {
            char letter = peek(0);
            Optional<Value> variable = names.letter(letter);
            if (variable.isEmpty()) {
                throw wrong(
                        start,
                        "%" + letter + " is no variable; allowed are %u %n %d %s %l %r %a %b %p %w %m %c %k %h,"
                                + " %{name}, and %% for a percent sign");
            }
            value = variable.get();
            at++;
        }
        return new VariablePiece.Expression(base + start, base + at, modifiers.around(value));
    }

    private Modifiers modifiers(int start) throws TemplateException {
        int sign = sign();
        boolean zeros = zero();
        int width = digits(start);
        int offset = 0;
        if (peek(0) == '.') {
            at++;
            offset = sign * width;
            zeros = zero();
            sign = sign();
            width = sign * digits(start);
        }
        int from = at;
        while (at < text.length() && Modifiers.LETTERS.indexOf(peek(0)) >= 0) {
            at++;
        }
        String letters = text.substring(from, at);
        if (letters.length() > Modifiers.MOST_LETTERS) {
            throw wrong(from, "more than " + Modifiers.MOST_LETTERS + " modifiers");
        }
        boolean hashes = letters.indexOf('H') >= 0 || letters.indexOf('N') >= 0;
        if ((zeros && width > LONGEST_FILL) || (hashes && offset > LONGEST_FILL)) {
            throw wrong(start, "filled with more than " + LONGEST_FILL + " zeros");
        }
        return new Modifiers(offset, width, zeros, letters);
    }

    private int sign() {
        if (peek(0) == '-') {
            at++;
            return -1;
        }
        return 1;
    }

    private boolean zero() {
        if (peek(0) == '0') {
            at++;
            return true;
        }
        return false;
    }

    private int digits(int start) throws TemplateException {
        int from = at;
        while (peek(0) >= '0' && peek(0) <= '9') {
            at++;
        }
        if (at - from > 9) {
            throw wrong(start, "a number of more than 9 digits");
        }
        return from == at ? 0 : Integer.parseInt(text.substring(from, at));
    }

    /** Where the brace that is open here closes: by 2.3's rules for its functions, by 2.4's for the rest. */
    private int closing(int start) throws TemplateException {
        int depth = 0;
        boolean quotes = !LongFunction.isOne(text.substring(at + 1));
        char quote = '\0';
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (quote != '\0') {
                quote = c == quote ? '\0' : quote;
            } else if (quotes && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        throw wrong(start, "the %{ is not closed");
    }

    private Value braces(String content, int offset) throws TemplateException {
        Optional<Value> variable = names.named(content);
        if (variable.isPresent()) {
            return variable.get();
        }
        // A name that holds a colon looks like a function of 2.3.
        boolean piped = content.indexOf('|') > 0
                && names.hasMore(content.substring(0, content.indexOf('|')).strip());
        if (LongFunction.isOne(content) && !piped) {
            return new LongFunction(content, base + offset, names).value();
        }
        return new PipeParser(content, base + offset, names).value();
    }
}
