package io.github.guichet.command;

import io.github.guichet.lookup.accountfile.DovecotLdapFile;
import io.github.guichet.lookup.accountfile.DovecotSqlFile;
import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapPasswords;
import java.nio.file.Path;
import java.util.Optional;

/** Where {@code [accounts]} come from. */
public sealed interface AccountsKind {

    /**
     * Queries on a database, with Dovecot's variables.
     *
     * @param source the name of the source
     * @param passwordQuery the passdb
     * @param userQuery the userdb; absent = the fields {@code userdb_…} of the passdb
     * @param iterateQuery the names of all users
     */
    record Sql(String source, String passwordQuery, Optional<String> userQuery, Optional<String> iterateQuery)
            implements AccountsKind {}

    /**
     * Searches in a directory, or log-ins to it.
     *
     * @param source the name of the source
     * @param passwords how a password is checked
     * @param users the search for a user record
     * @param list the search for the names of all users
     */
    record Ldap(String source, LdapPasswords passwords, LdapAccountConfig users, LdapAccountConfig list)
            implements AccountsKind {}

    /** The store that guichet manages itself; needs no queries. */
    record Embedded(String source) implements AccountsKind {}

    /**
     * A file in the format of passwd(5) with Dovecot's extra fields.
     *
     * @param path may hold variables
     */
    record PasswdFile(String path) implements AccountsKind {}

    /** A {@code dovecot-sql.conf.ext}, which brings its own source. */
    record DovecotSql(Path path, DovecotSqlFile file) implements AccountsKind {}

    /** A {@code dovecot-ldap.conf.ext}, which brings its own source. */
    record DovecotLdap(Path path, DovecotLdapFile file) implements AccountsKind {}
}
