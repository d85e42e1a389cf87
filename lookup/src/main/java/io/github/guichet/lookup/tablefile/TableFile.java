package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.ldap.LdapTableConfig;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTableConfig;

/** A table file of Postfix as the records that the native configuration makes too. */
public sealed interface TableFile {

    /**
     * A mysql_table(5), pgsql_table(5) or sqlite_table(5) file.
     *
     * @param source the database; files with equal settings may share one source, whatever its name
     * @param table the query
     */
    record SqlTableFile(SqlSourceConfig source, SqlTableConfig table) implements TableFile {}

    /**
     * An ldap_table(5) file.
     *
     * @param source the directory; files with equal settings may share one source, whatever its name
     * @param table the search
     */
    record LdapTableFile(LdapSourceConfig source, LdapTableConfig table) implements TableFile {}
}
