package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.tablefile.TableFileProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code dovecot-sql.conf.ext} says.
 *
 * @param source the database
 * @param passwordQuery for a passdb
 * @param userQuery for a userdb
 * @param iterateQuery for the names of all users
 * @param defaultScheme the scheme of a stored password that names none, such as {@code MD5}
 */
public record DovecotSqlFile(
        SqlSourceConfig source, String passwordQuery, String userQuery, String iterateQuery, String defaultScheme) {

    /** What Dovecot asks for the names of all users when a file does not say. */
    static final String DEFAULT_ITERATE_QUERY = "SELECT username, domain FROM users";

    /** Whether the file itself says how users are listed; Dovecot's own query fits few databases, and few list users. */
    public boolean saysHowToIterate() {
        return !iterateQuery.equals(DEFAULT_ITERATE_QUERY);
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @param name the name that its source gets
     * @param problems is given everything that keeps the file from being used
     * @return empty when there were problems
     */
    public static Optional<DovecotSqlFile> read(Path file, String name, List<TableFileProblem> problems) {
        return new DovecotSqlReader(file, name, problems).read();
    }
}
