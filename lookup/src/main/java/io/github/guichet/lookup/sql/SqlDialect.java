package io.github.guichet.lookup.sql;

/** The databases guichet speaks to, and how they write strings. */
public enum SqlDialect {
    /** MariaDB and MySQL: double quotes and backslash escapes make strings, backquotes make identifiers. */
    MARIADB("MariaDB"),
    /** PostgreSQL: double quotes make identifiers, {@code $tag$} makes strings, {@code E''} has backslash escapes. */
    POSTGRESQL("PostgreSQL"),
    /** SQLite: double quotes, backquotes and square brackets make identifiers; there are no escapes but the doubled quote. */
    SQLITE("SQLite");

    private final String title;

    SqlDialect(String title) {
        this.title = title;
    }

    /** The database's name as its makers write it. */
    public String title() {
        return title;
    }

    boolean doubleQuotesMakeStrings() {
        return this == MARIADB;
    }
}
