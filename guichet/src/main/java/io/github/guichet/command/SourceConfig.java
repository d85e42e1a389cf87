package io.github.guichet.command;

import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import java.nio.file.Path;
import java.util.Optional;

/** One source, {@code [source.NAME]}. */
public sealed interface SourceConfig {

    /** A database. */
    record Sql(SqlSourceConfig config) implements SourceConfig {}

    /**
     * A directory.
     *
     * @param config the connection
     * @param base the search base of maps that name none
     * @param scope the scope of maps that name none
     */
    record Ldap(LdapSourceConfig config, Optional<String> base, LdapScope scope) implements SourceConfig {}

    /**
     * The store that guichet manages itself.
     *
     * @param path its file
     * @param config the same file as a database
     */
    record Embedded(Path path, SqlSourceConfig config) implements SourceConfig {}
}
