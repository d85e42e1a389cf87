package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.template.Expansion;
import io.github.guichet.lookup.template.Piece;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A query with its expansions turned into bound parameters, so that no key can change the statement.
 *
 * <pre>
 * SELECT goto FROM alias WHERE address='%u@%d' AND active=1
 * SELECT goto FROM alias WHERE address=? AND active=1            parameter 1: %u@%d
 * </pre>
 *
 * <p>A quoted string that holds expansions becomes one parameter whose value is the string with the expansions filled in; a
 * bare expansion becomes one too. Everything else is left as written. Immutable.
 *
 * @param template the query as written
 * @param statement the text for the driver, with a question mark for each parameter
 * @param parameters what each parameter is made of, in order
 */
public record SqlTemplate(Template template, String statement, List<List<Piece>> parameters) {

    /** Copies the parameters. */
    public SqlTemplate {
        parameters = List.copyOf(parameters);
    }

    /**
     * Compiles a query.
     *
     * @param query in the notation of mysql_table(5)
     * @param dialect whose quoting rules count
     * @throws TemplateException where an expansion stands in a place that no parameter can take
     */
    public static SqlTemplate parse(String query, SqlDialect dialect) throws TemplateException {
        Template template = Template.parse(query);
        SqlScanner.Scanned<Piece> scanned = new SqlScanner<>(query, new Letters(query), dialect).scan();
        return new SqlTemplate(template, scanned.statement(), scanned.parameters());
    }

    /** Postfix's expansions: a percent sign and a letter. */
    private record Letters(String query) implements SqlScanner.Notation<Piece> {
        @Override
        public int end(int offset) {
            return offset + 2;
        }

        @Override
        public Piece expansion(int offset) {
            return new Piece.Expand(query.charAt(offset + 1), offset);
        }

        @Override
        public Piece literal(String text, int offset) {
            return new Piece.Literal(text, offset);
        }

        @Override
        public boolean mayName(int offset) {
            return false;
        }
    }

    /** The parameters' values for a key, in order. */
    public List<String> bind(Expansion.BoundKey key) {
        return parameters.stream()
                .map(pieces -> key.query(pieces, UnaryOperator.identity()))
                .toList();
    }
}
