package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks once over a query and finds the strings, identifiers and comments in it. Used once.
 *
 * @param <P> the parts of a query in whatever notation its expansions are written
 */
final class SqlScanner<P> {

    /**
     * A notation of expansions in a query that has been read already. At each percent sign there is an expansion or {@code %%}.
     *
     * @param <P> a part: plain text, or an expansion
     */
    interface Notation<P> {
        /** The offset behind the expansion that begins at an offset. */
        int end(int offset);

        /** The expansion that begins there. */
        P expansion(int offset);

        /** Plain text that begins there. */
        P literal(String text, int offset);

        /** Whether the expansion that begins there may be a part of a name, with values that fit there. */
        boolean mayName(int offset);
    }

    /**
     * An expansion in a name.
     *
     * @param at where in the statement it is to be inserted
     * @param isQuoted whether the name is in quotes, where it may hold more characters
     */
    record Name<P>(int at, P expansion, boolean isQuoted) {}

    /**
     * What came of it.
     *
     * @param statement the text for the driver, with a question mark for each parameter
     * @param parameters what each parameter is made of, in order
     * @param names what is still to be inserted into the statement, in order
     */
    record Scanned<P>(String statement, List<List<P>> parameters, List<Name<P>> names) {}

    /** What makes one word of the text before it and the text behind it, besides letters and digits. */
    private static final String GLUE = "_$@.?`\"'";

    private final Notation<P> notation;
    private final String text;
    private final SqlDialect dialect;
    private final StringBuilder statement = new StringBuilder();
    private final List<List<P>> parameters = new ArrayList<>();
    private final List<Name<P>> names = new ArrayList<>();
    private int at;

    SqlScanner(String text, Notation<P> notation, SqlDialect dialect) {
        this.notation = notation;
        this.text = text;
        this.dialect = dialect;
    }

    Scanned<P> scan() throws TemplateException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || (c == '"' && dialect.doubleQuotesMakeStrings())) {
                string(c);
            } else if (c == '"' || (c == '`' && dialect != SqlDialect.POSTGRESQL)) {
                name(c);
            } else if (c == '[' && dialect == SqlDialect.SQLITE) {
                name(']');
            } else if (isLineComment(c)) {
                comment(text.indexOf('\n', at), 1);
            } else if (c == '/' && peek(1) == '*') {
                blockComment();
            } else if (c == '$' && dialect == SqlDialect.POSTGRESQL && dollarTag() > 0) {
                dollarQuoted(dollarTag());
            } else if (c == '%') {
                percent();
            } else if (c == '?') {
                questionMark();
            } else {
                statement.append(c);
                at++;
            }
        }
        return new Scanned<>(statement.toString(), parameters, names);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private boolean isLineComment(char c) {
        if (c == '#') {
            return dialect == SqlDialect.MARIADB;
        }
        if (c != '-' || peek(1) != '-') {
            return false;
        }
        // To MariaDB 5--1 is arithmetic: its comment needs a space behind.
        return dialect != SqlDialect.MARIADB || peek(2) <= ' ';
    }

    private void percent() throws TemplateException {
        if (peek(1) == '%') {
            statement.append('%');
            at += 2;
            return;
        }
        int end = notation.end(at);
        char next = peek(end - at);
        boolean isGlued = isWordPart(last()) || last() == ':' || isWordPart(next);
        if (isGlued && !(notation.mayName(at) && (isBareName(last()) || isBareName(next)) && !isMark(last(), next))) {
            throw new TemplateException(
                    at, "an expansion cannot be part of a name or a number; put it in single quotes");
        }
        if (isGlued) {
            names.add(new Name<>(statement.length(), notation.expansion(at), false));
            at = end;
            return;
        }
        parameter(List.of(notation.expansion(at)));
        at = end;
    }

    private char last() {
        return statement.length() == 0 ? ' ' : statement.charAt(statement.length() - 1);
    }

    /** Whether text glued to an expansion would be spliced with it by Postfix: a name, a number, a host variable. */
    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || GLUE.indexOf(c) >= 0;
    }

    private static boolean isBareName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.';
    }

    /** Whether one of them makes something else of a name beside it: a variable, a parameter, a string. */
    private static boolean isMark(char before, char behind) {
        return "$@?`\"':".indexOf(before) >= 0 || "$@?`\"'".indexOf(behind) >= 0;
    }

    private void questionMark() throws TemplateException {
        if (dialect != SqlDialect.POSTGRESQL) {
            throw new TemplateException(at, "a ? is not allowed outside strings; a key is written as an expansion");
        }
        statement.append("??"); // the driver's way to write an operator such as @?
        at++;
    }

    private void parameter(List<P> pieces) {
        parameters.add(pieces);
        statement.append('?');
    }

    /** A string: a parameter when it holds expansions, else left as it is. */
    private void string(char quote) throws TemplateException {
        int start = at;
        char prefix = prefix();
        boolean escapes = dialect == SqlDialect.MARIADB || (dialect == SqlDialect.POSTGRESQL && prefix == 'e');
        SqlString<P> string = SqlString.read(text, start, quote, escapes, dialect, notation);
        at = string.end();
        if (!string.isDynamic()) {
            statement.append(string.verbatim());
            return;
        }
        switch (prefix) {
            case 'x', 'b', '&' ->
                throw new TemplateException(start, "an expansion cannot stand in a hexadecimal, binary or U& string");
            case 'e' -> statement.setLength(statement.length() - 1); // the value bound has no escapes any more
            default -> {
                // an ordinary string
            }
        }
        parameter(string.pieces());
    }

    /** The letter that makes the string behind it something else: x, b, n, e, or & of U&; a space where there is none. */
    private char prefix() {
        int end = statement.length();
        if (end == 0 || at == 0 || text.charAt(at - 1) != last()) {
            return ' ';
        }
        char letter = Character.toLowerCase(last());
        if (letter == '&' && dialect == SqlDialect.POSTGRESQL && end > 1) {
            return Character.toLowerCase(statement.charAt(end - 2)) == 'u' ? '&' : ' ';
        }
        boolean alone = end == 1 || !isWordPart(statement.charAt(end - 2));
        boolean known = "xb".indexOf(letter) >= 0 || (letter == 'e' && dialect == SqlDialect.POSTGRESQL);
        return alone && known ? letter : ' ';
    }

    /** A quoted name. Administrators have columns such as `enable%Ls`, one for each service. */
    private void name(char close) throws TemplateException {
        int start = at;
        statement.append(text.charAt(at++));
        while (at < text.length() && text.charAt(at) != close) {
            char c = text.charAt(at);
            if (c != '%' || peek(1) == '%') {
                statement.append(c);
                at += c == '%' ? 2 : 1;
                continue;
            }
            if (!notation.mayName(at)) {
                throw new TemplateException(
                        at, "an expansion cannot stand in a quoted identifier; write a string with ' instead");
            }
            names.add(new Name<>(statement.length(), notation.expansion(at), true));
            at = notation.end(at);
        }
        if (at >= text.length()) {
            throw new TemplateException(start, "the quote is not closed");
        }
        statement.append(close);
        at++;
    }

    private void comment(int end, int length) throws TemplateException {
        copy(end < 0 ? text.length() : end + length, "a comment");
    }

    private void blockComment() throws TemplateException {
        int start = at;
        int depth = 0;
        int i = at;
        do {
            int open = text.indexOf("/*", i);
            int close = text.indexOf("*/", i);
            if (close < 0) {
                throw new TemplateException(start, "the comment is not closed");
            }
            // Only PostgreSQL's comments nest.
            boolean opens = open >= 0 && open < close && (depth == 0 || dialect == SqlDialect.POSTGRESQL);
            depth += opens ? 1 : -1;
            i = (opens ? open : close) + 2;
        } while (depth > 0);
        copy(i, "a comment");
    }

    private int dollarTag() {
        if (isWordPart(last())) {
            return 0;
        }
        int i = at + 1;
        while (i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        boolean number = Character.isDigit(peek(1));
        return i < text.length() && text.charAt(i) == '$' && !number ? i + 1 - at : 0;
    }

    private void dollarQuoted(int tagLength) throws TemplateException {
        String tag = text.substring(at, at + tagLength);
        int end = text.indexOf(tag, at + tagLength);
        if (end < 0) {
            throw new TemplateException(at, "the string " + tag + " is not closed");
        }
        copy(end + tagLength, "a dollar-quoted string; write it with ' instead");
    }

    /** Copies up to an end what may hold %% but no expansion. */
    private void copy(int end, String what) throws TemplateException {
        while (at < end) {
            char c = text.charAt(at);
            if (c == '%' && at + 1 < text.length()) {
                if (peek(1) != '%') {
                    throw new TemplateException(at, "an expansion cannot stand in " + what);
                }
                at++;
            }
            statement.append(c);
            at++;
        }
    }
}
