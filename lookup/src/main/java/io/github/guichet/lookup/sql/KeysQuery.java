package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.template.Piece;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists a table's keys: by a query given for it, or by one derived from a query that compares a column with the key.
 *
 * <pre>
 * SELECT goto FROM alias WHERE address='%s' AND active=1       ->  SELECT address FROM alias WHERE active=1
 * SELECT x FROM users WHERE name='%u' AND domain='%d'          ->  SELECT name, domain FROM users
 * </pre>
 */
final class KeysQuery {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SELECT =
            Pattern.compile("\\s*SELECT\\s.*?\\sFROM\\s+(.*?)\\s+WHERE\\s+(.*?)[;\\s]*", flags());
    /** Whatever makes "the same rows without the condition on the key" mean something else. */
    private static final Pattern UNDERIVABLE = Pattern.compile(
            "\\b(SELECT|UNION|GROUP|HAVING|LIMIT|OFFSET|FETCH|ORDER|OR|WINDOW|INTO|BETWEEN|CASE|XOR|FOR)\\b|\\|\\||--|/\\*|#",
            flags());

    private static final String COLUMN = "((?:[\\w$]+|`[^`]+`|\"[^\"]+\")(?:\\.(?:[\\w$]+|`[^`]+`|\"[^\"]+\"))*)";
    private static final Pattern EQUALS =
            Pattern.compile("\\(?\\s*(?:" + COLUMN + "\\s*=\\s*\\?|\\?\\s*=\\s*" + COLUMN + ")\\s*\\)?");

    private final SqlTableConfig config;
    private final SqlTemplate query;
    private final SqlSource source;

    /** A statement whose first column is the key, or whose first two columns are its parts. */
    private record Listing(String statement, boolean twoParts) {}

    KeysQuery(SqlTableConfig config, SqlTemplate query, SqlSource source) {
        this.config = config;
        this.query = query;
        this.source = source;
    }

    private static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    }

    Keys keys() {
        Optional<Listing> listing = config.keysQuery()
                .map(statement -> new Listing(statement, false))
                .or(this::derive);
        if (listing.isEmpty()) {
            return new Keys.Unlistable("the keys of map " + config.name()
                    + " cannot be told from its query; set keys-query to a query that returns them all");
        }
        try {
            return new Keys.Listed(source.askAlone((connection, d) -> read(connection, listing.get()), PATIENCE));
        } catch (SourceException e) {
            return new Keys.Unavailable("source " + source.name() + " " + e.getMessage());
        }
    }

    private static List<String> read(Connection connection, Listing listing) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(listing.statement())) {
            while (rows.next()) {
                Optional<String> key = Optional.ofNullable(rows.getString(1));
                if (listing.twoParts()) {
                    Optional<String> domain = Optional.ofNullable(rows.getString(2));
                    key = key.flatMap(user -> domain.map(d -> user + "@" + d));
                }
                key.filter(k -> !k.isEmpty()).ifPresent(keys::add);
            }
        }
        return keys;
    }

    /** The derived statement for tests and messages. */
    Optional<String> derived() {
        return derive().map(Listing::statement);
    }

    private Optional<Listing> derive() {
        String statement = query.statement();
        String masked = maskStrings(statement);
        Matcher select = SELECT.matcher(masked);
        int body = masked.toUpperCase(Locale.ROOT).indexOf("SELECT") + 6;
        if (!select.matches() || UNDERIVABLE.matcher(masked.substring(body)).find()) {
            return Optional.empty();
        }
        String from = statement.substring(select.start(1), select.end(1));
        List<String> others = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (int[] part : conditions(masked, select.start(2), select.end(2))) {
            String condition = masked.substring(part[0], part[1]).strip();
            if (condition.indexOf('?') < 0) {
                others.add(statement.substring(part[0], part[1]).strip());
                continue;
            }
            Matcher equals = EQUALS.matcher(condition);
            if (!equals.matches()) {
                return Optional.empty();
            }
            columns.add(Optional.ofNullable(equals.group(1)).orElseGet(() -> equals.group(2)));
        }
        return ordered(columns)
                .map(list -> new Listing(
                        "SELECT " + String.join(", ", list) + " FROM " + from
                                + (others.isEmpty() ? "" : " WHERE " + String.join(" AND ", others)),
                        list.size() == 2));
    }

    /** The columns that make the key, user before domain; empty when the parameters are not the whole key. */
    private Optional<List<String>> ordered(List<String> columns) {
        List<String> shapes = query.parameters().stream().map(KeysQuery::shape).toList();
        if (columns.size() != shapes.size()) {
            return Optional.empty();
        }
        return switch (String.join(" ", shapes)) {
            case "%s", "%S", "%u@%d", "%U@%D" -> Optional.of(columns);
            case "%u %d", "%U %D" -> Optional.of(columns);
            case "%d %u", "%D %U" -> Optional.of(List.of(columns.get(1), columns.get(0)));
            default -> Optional.empty();
        };
    }

    private static String shape(List<Piece> pieces) {
        StringBuilder shape = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Literal literal) {
                shape.append(literal.text());
            } else if (piece instanceof Piece.Expand expand) {
                shape.append('%').append(expand.letter());
            }
        }
        return shape.toString();
    }

    /** Where the conditions begin and end that stand between ANDs outside parentheses. */
    private static List<int[]> conditions(String masked, int start, int end) {
        List<int[]> parts = new ArrayList<>();
        Matcher and = Pattern.compile("\\bAND\\b", flags()).matcher(masked).region(start, end);
        int from = start;
        while (and.find()) {
            long depth = masked.substring(start, and.start())
                    .chars()
                    .map(c -> c == '(' ? 1 : c == ')' ? -1 : 0)
                    .sum();
            if (depth == 0) {
                parts.add(new int[] {from, and.start()});
                from = and.end();
            }
        }
        parts.add(new int[] {from, end});
        return parts;
    }

    /** The statement with the text of strings blanked out, so that words in them are not taken for SQL. */
    private String maskStrings(String statement) {
        StringBuilder masked = new StringBuilder(statement);
        boolean doubleQuotes = source.config().dialect().doubleQuotesMakeStrings();
        int i = 0;
        while (i < masked.length()) {
            char quote = masked.charAt(i);
            if (quote == '\'' || (quote == '"' && doubleQuotes)) {
                i++;
                while (i < masked.length() && masked.charAt(i) != quote) {
                    boolean escape = masked.charAt(i) == '\\' && doubleQuotes && i + 1 < masked.length();
                    masked.setCharAt(i, 'x');
                    if (escape) {
                        masked.setCharAt(++i, 'x');
                    }
                    i++;
                }
            }
            i++;
        }
        return masked.toString();
    }
}
