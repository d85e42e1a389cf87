package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.List;

/**
 * One quoted string of a query.
 *
 * @param pieces what it stands for: its text without quotes and escapes, and its expansions
 * @param verbatim the string as the statement would have it if nothing were expanded, quotes included
 * @param end the offset behind its closing quote
 * @param isDynamic whether there are expansions in it
 */
record SqlString<P>(List<P> pieces, String verbatim, int end, boolean isDynamic) {

    static <P> SqlString<P> read(
            String text, int start, char quote, boolean escapes, SqlDialect dialect, SqlScanner.Notation<P> notation)
            throws TemplateException {
        List<P> pieces = new ArrayList<>();
        boolean dynamic = false;
        StringBuilder plain = new StringBuilder();
        StringBuilder verbatim = new StringBuilder().append(quote);
        int i = start + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
            if (c == quote && next != quote) {
                flush(plain, pieces, i, notation);
                String whole = verbatim.append(quote).toString();
                return new SqlString<>(List.copyOf(pieces), whole, i + 1, dynamic);
            }
            if (c == '%' && next != '%') {
                flush(plain, pieces, i, notation);
                pieces.add(notation.expansion(i));
                dynamic = true;
                i = notation.end(i) - 2;
            } else if (c == '%' || c == quote) {
                plain.append(c);
                verbatim.append(c == '%' ? "%" : text.substring(i, i + 2));
            } else if (c == '\\' && escapes && next != '\0') {
                boolean percent = next == '%'; // the template's %% behind a backslash
                if (percent && i + 2 < text.length() && text.charAt(i + 2) != '%') {
                    throw new TemplateException(i, "a backslash cannot escape an expansion");
                }
                plain.append(dialect == SqlDialect.MARIADB ? mariadb(next) : postgresql(next, i));
                verbatim.append(c).append(next);
                i += percent ? 1 : 0;
            } else {
                plain.append(c);
                verbatim.append(c);
                i--;
            }
            i += 2;
        }
        throw new TemplateException(start, "the string is not closed");
    }

    private static <P> void flush(StringBuilder plain, List<P> pieces, int end, SqlScanner.Notation<P> notation) {
        if (plain.length() > 0) {
            pieces.add(notation.literal(plain.toString(), end - plain.length()));
            plain.setLength(0);
        }
    }

    /** The escapes of MariaDB's "String Literals"; those of LIKE keep their backslash. */
    private static String mariadb(char escaped) {
        return switch (escaped) {
            case '0' -> "\0";
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'Z' -> "\u001a";
            case '%', '_' -> "\\" + escaped;
            default -> String.valueOf(escaped);
        };
    }

    private static String postgresql(char escaped, int offset) throws TemplateException {
        return switch (escaped) {
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'u', 'U', 'x', '0', '1', '2', '3', '4', '5', '6', '7' ->
                throw new TemplateException(offset, "escapes by number cannot stand together with an expansion");
            default -> String.valueOf(escaped);
        };
    }
}
