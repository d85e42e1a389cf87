package io.github.guichet.lookup.sql;

/** A JDBC URL that guichet cannot use. */
public final class SqlUrlException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * A mistake.
     *
     * @param message what is wrong and what is allowed; never the URL itself, which may hold a password
     */
    public SqlUrlException(String message) {
        super(message);
    }
}
