package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariablePiece;
import io.github.guichet.lookup.variable.VariableTemplate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A query with Dovecot's variables turned into bound parameters by the rules of {@link SqlTemplate}.
 *
 * <pre>
 * SELECT password FROM users WHERE name='%n' AND domain='%Ld' AND service=%{service}
 * SELECT password FROM users WHERE name=? AND domain=? AND service=?
 * </pre>
 *
 * <p>A name cannot be bound, and yet widespread queries have a column for each service: {@code `enable%Ls%Lc`}. So within a
 * name the service and {@code secured} are inserted, where they are no more than letters, digits, {@code _}, and within quotes
 * {@code -}.
 *
 * @param statement the text for the driver, with a question mark for each parameter, and without what its names need
 * @param names what is to be inserted into the statement, in order
 * @param parameters what each parameter is made of, in order
 * @param facts what the parameters and names need to know of a request besides the user name
 */
record SqlVariables(
        String statement,
        List<SqlScanner.Name<VariablePiece>> names,
        List<List<VariablePiece>> parameters,
        Set<String> facts) {

    private static final Set<String> IN_NAMES = Set.of("service", "secured");
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_]{0,64}");
    private static final Pattern QUOTED = Pattern.compile("[A-Za-z0-9_-]{0,64}"); // `disable%Ls` for quota-status

    /**
     * Compiles a query.
     *
     * @throws TemplateException where a variable is not known, or stands in a place that no parameter can take
     */
    static SqlVariables parse(String query, SqlDialect dialect) throws TemplateException {
        return parse(query, dialect, name -> false);
    }

    /**
     * Compiles a query.
     *
     * @param more further names that are variables, as in {@link VariableTemplate#parse(String, java.util.function.Predicate)}
     */
    static SqlVariables parse(String query, SqlDialect dialect, Predicate<String> more) throws TemplateException {
        VariableTemplate template = VariableTemplate.parse(query, more);
        SqlScanner.Scanned<VariablePiece> scanned =
                new SqlScanner<>(query, new Expressions(query, template.pieces()), dialect).scan();
        return new SqlVariables(
                withoutEnd(scanned.statement()), scanned.names(), scanned.parameters(), template.facts());
    }

    /** Dovecot's own examples end a query with a semicolon, which is not part of it. */
    private static String withoutEnd(String statement) {
        String stripped = statement.stripTrailing();
        return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : statement;
    }

    /** The statement for a request; empty when what it says of its service cannot be in a name. */
    Optional<String> statement(AccountRequest request) {
        StringBuilder text = new StringBuilder(statement);
        for (int i = names.size() - 1; i >= 0; i--) {
            String part = VariableTemplate.expand(List.of(names.get(i).expansion()), request, UnaryOperator.identity());
            Pattern fits = names.get(i).isQuoted() ? QUOTED : BARE;
            if (!fits.matcher(part).matches()) {
                return Optional.empty();
            }
            text.insert(names.get(i).at(), part);
        }
        return Optional.of(text.toString());
    }

    /** The parameters' values for a request, in order; empty when one of them is no text that a database can be asked. */
    Optional<List<String>> bind(AccountRequest request) {
        List<String> values = parameters.stream()
                .map(pieces -> VariableTemplate.expand(pieces, request, UnaryOperator.identity()))
                .toList();
        return values.stream().anyMatch(v -> v.indexOf('\0') >= 0) ? Optional.empty() : Optional.of(values);
    }

    private static final class Expressions implements SqlScanner.Notation<VariablePiece> {

        private final String query;
        private final Map<Integer, VariablePiece.Expression> byOffset = new HashMap<>();

        Expressions(String query, List<VariablePiece> pieces) {
            this.query = query;
            for (VariablePiece piece : pieces) {
                if (piece instanceof VariablePiece.Expression expression) {
                    byOffset.put(expression.offset(), expression);
                }
            }
        }

        @Override
        public int end(int offset) {
            return expression(offset).end();
        }

        @Override
        public VariablePiece expansion(int offset) {
            return expression(offset);
        }

        private VariablePiece.Expression expression(int offset) {
            return Optional.ofNullable(byOffset.get(offset))
                    .orElseThrow(() -> new IllegalStateException("no variable at " + offset));
        }

        @Override
        public VariablePiece literal(String text, int offset) {
            return new VariablePiece.Literal(text, offset);
        }

        @Override
        public boolean mayName(int offset) {
            Set<String> needed = new HashSet<>();
            try {
                needed.addAll(VariableTemplate.parse(
                                query.substring(offset, expression(offset).end()))
                        .facts());
            } catch (TemplateException e) {
                return false; // a variable that only this query has
            }
            return !needed.isEmpty() && IN_NAMES.containsAll(needed);
        }
    }
}
