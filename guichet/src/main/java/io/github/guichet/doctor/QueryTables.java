package io.github.guichet.doctor;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tables a query reads and which of their columns it compares with the key; read from its text, so it is a guess for
 * queries that are more than a SELECT.
 *
 * @param tables real names by alias, in lower case; a table without one by its own name
 * @param compared columns by the alias in front of them; under the empty text those without
 */
record QueryTables(Map<String, String> tables, Map<String, Set<String>> compared) {

    private static final String NAME = "[\\w$]+|`[^`]+`|\"[^\"]+\"";
    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:FROM|JOIN)\\s+((?:" + NAME + ")(?:\\.(?:" + NAME
                    + "))?)(?:\\s+(?:AS\\s+)?(?!(?:ON|WHERE|JOIN|LEFT|RIGHT|INNER"
                    + "|OUTER|CROSS|NATURAL|USING|UNION|ORDER|GROUP|LIMIT|HAVING)\\b)(\\w+))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern COMPARED = Pattern.compile(
            "(?:(" + NAME + ")\\.)?(" + NAME + ")\\s*=\\s*\\?|\\?\\s*=\\s*(?:(" + NAME + ")\\.)?(" + NAME + ")");

    static QueryTables of(String statement) {
        Map<String, String> tables = new LinkedHashMap<>();
        Matcher table = TABLE.matcher(statement);
        while (table.find()) {
            String name = bare(String.valueOf(table.group(1)));
            tables.put(Optional.ofNullable(table.group(2)).orElse(name).toLowerCase(Locale.ROOT), name);
        }
        Map<String, Set<String>> compared = new LinkedHashMap<>();
        Matcher equals = COMPARED.matcher(statement);
        while (equals.find()) {
            boolean left = equals.group(2) != null;
            String alias = Optional.ofNullable(left ? equals.group(1) : equals.group(3))
                    .orElse("");
            String column = String.valueOf(left ? equals.group(2) : equals.group(4));
            compared.computeIfAbsent(bare(alias).toLowerCase(Locale.ROOT), a -> new LinkedHashSet<>())
                    .add(bare(column));
        }
        return new QueryTables(tables, compared);
    }

    /** The real name behind what a plan calls a table. */
    String real(String inPlan) {
        return tables.getOrDefault(inPlan.toLowerCase(Locale.ROOT), inPlan);
    }

    /** A column of that table which the query compares with the key. */
    Optional<String> column(String inPlan) {
        Set<String> own = compared.getOrDefault(inPlan.toLowerCase(Locale.ROOT), Set.of());
        Set<String> bare = tables.size() == 1 ? compared.getOrDefault("", Set.of()) : Set.of();
        return own.stream().findFirst().or(() -> bare.stream().findFirst());
    }

    private static String bare(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.replace("`", "").replace("\"", "");
    }
}
