package io.github.guichet.lookup.variable;

import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * 2.4's notation in braces.
 *
 * <pre>
 * pipe     = first *( "|" filter )        first = variable / filter
 * filter   = name [ "(" argument *( "," argument ) ")" ]
 * argument = [ name "=" ] ( string / number / variable )
 * string   = "'" … "'" / '"' … '"'        with backslash escapes
 * </pre>
 */
final class PipeParser {

    /**
     * An argument of a filter.
     *
     * @param key its name; empty for one that counts by its place
     * @param value what it is
     * @param constant its text if it does not depend on the request
     * @param offset where it stands
     */
    record Argument(String key, Value value, Optional<String> constant, int offset) {}

    private final String content;
    private final int base;
    private final Names names;
    private int at;

    PipeParser(String content, int base, Names names) {
        this.content = content;
        this.base = base;
        this.names = names;
    }

    Value value() throws TemplateException {
        Filters.Input now = first();
        while (at < content.length()) {
            expect('|', "\"|\" and a filter");
            now = filter(Optional.of(now));
        }
        return Filters.text(now);
    }

    private Filters.Input first() throws TemplateException {
        int start = skip();
        String name = name("a variable");
        boolean call = peek() == '(';
        at = start;
        if (!call && (names.has(name) || !Filters.isFirst(name))) {
            String unused = name("a variable");
            skip();
            return new Filters.Input(names.required(name, base + start), false);
        }
        return filter(Optional.empty());
    }

    private Filters.Input filter(Optional<Filters.Input> input) throws TemplateException {
        int start = skip();
        String name = name("a filter");
        List<Argument> arguments = new ArrayList<>();
        if (peek() == '(') {
            at++;
            do {
                arguments.add(argument());
            } while (next(','));
            expect(')', "\",\" or \")\"");
        }
        return new Filters(name, base + start, arguments).apply(input);
    }

    private Argument argument() throws TemplateException {
        int start = skip();
        char c = peek();
        if (c == '\'' || c == '"') {
            String text = Octets.of(string(c));
            return new Argument("", Value.constant(text), Optional.of(text), base + start);
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            String number = number();
            return new Argument("", Value.constant(number), Optional.of(number), base + start);
        }
        String name = name("a string, a number or a variable");
        if (peek() != '=') {
            return new Argument("", names.required(name, base + start), Optional.empty(), base + start);
        }
        at++;
        Argument value = argument();
        if (!value.key().isEmpty()) {
            throw wrong("a second \"=\"");
        }
        return new Argument(Octets.lower(name), value.value(), value.constant(), base + start);
    }

    private String name(String what) throws TemplateException {
        int start = at;
        while (at < content.length() && isName(content.charAt(at), at > start)) {
            at++;
        }
        if (at == start) {
            throw wrong("expected " + what);
        }
        String name = content.substring(start, at);
        skip();
        return name;
    }

    private static boolean isName(char c, boolean inside) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (inside && ((c >= '0' && c <= '9') || "_/;:.-".indexOf(c) >= 0));
    }

    private String number() throws TemplateException {
        int start = at;
        at++;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        String number = content.substring(start, at);
        if (!number.matches("-?[0-9]{1,9}")) {
            throw wrong("\"" + Octets.name(number) + "\" is no number of at most 9 digits");
        }
        skip();
        return number;
    }

    private String string(char quote) throws TemplateException {
        int start = at;
        StringBuilder text = new StringBuilder();
        for (at++; at < content.length(); at++) {
            char c = content.charAt(at);
            if (c == quote) {
                at++;
                skip();
                return text.toString();
            }
            text.append(c == '\\' ? escaped() : c);
        }
        at = start;
        throw wrong("the string is not closed");
    }

    private char escaped() throws TemplateException {
        at++;
        return switch (peek()) {
            case '\\', '\'', '"' -> peek();
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            default -> throw wrong("behind a backslash only \\ ' \" t r n are allowed");
        };
    }

    private int skip() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
        return at;
    }

    private char peek() {
        return at < content.length() ? content.charAt(at) : '\0';
    }

    private boolean next(char c) {
        boolean there = peek() == c && at < content.length();
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c, String what) throws TemplateException {
        if (!next(c)) {
            boolean calculates = at < content.length() && "+-*/%".indexOf(peek()) >= 0;
            throw wrong(calculates ? "calculating is not supported" : "expected " + what);
        }
        skip();
    }

    private TemplateException wrong(String message) {
        return new TemplateException(base + Math.min(at, Math.max(0, content.length() - 1)), message);
    }
}
