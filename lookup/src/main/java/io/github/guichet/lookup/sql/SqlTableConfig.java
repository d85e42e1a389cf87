package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.template.DomainFilter;
import java.util.Optional;

/**
 * One query on a database. The parameters are those of mysql_table(5).
 *
 * @param name the map's name
 * @param query the query's template
 * @param resultFormat the template for each value; {@code %s} is the value itself
 * @param domain which keys are looked up at all
 * @param expansionLimit how many values one key may have before the answer is "unavailable"; 0 = no limit
 * @param requireResultSet whether a statement that returns no result set at all is an error; if not, it is "not found"
 * @param columns which columns of a row count
 * @param keysQuery a query without expansions whose values are all the keys; else it is derived from the query where it can be
 */
public record SqlTableConfig(
        String name,
        String query,
        String resultFormat,
        DomainFilter domain,
        int expansionLimit,
        boolean requireResultSet,
        Columns columns,
        Optional<String> keysQuery) {

    /** Which columns of a row count. */
    public enum Columns {
        /** All of them, as with Postfix's mysql and pgsql. */
        ALL,
        /** The first, as with Postfix's sqlite. */
        FIRST
    }

    /**
     * A query with the usual settings: values as they are, every domain, no limit.
     *
     * @param name the map's name
     * @param query the query's template
     */
    public static SqlTableConfig of(String name, String query) {
        return new SqlTableConfig(name, query, "%s", DomainFilter.ALL, 0, true, Columns.ALL, Optional.empty());
    }
}
