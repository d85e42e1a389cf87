package io.github.guichet.lookup.accountfile;

import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.tablefile.TableFileProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code dovecot-ldap.conf.ext} says.
 *
 * @param source the directory
 * @param passwords how a password is checked
 * @param users the search for a user record
 * @param list the search for the names of all users
 * @param defaultScheme the scheme of a stored password that names none, such as {@code CRYPT}, in capitals
 */
public record DovecotLdapFile(
        LdapSourceConfig source,
        LdapPasswords passwords,
        LdapAccountConfig users,
        LdapAccountConfig list,
        String defaultScheme) {

    /**
     * Reads a file as Dovecot 2.3 reads it.
     *
     * @param name the name that the source gets
     * @param problems is given everything that keeps the file from being used
     * @return what it says, or empty when there were problems
     */
    public static Optional<DovecotLdapFile> read(Path file, String name, List<TableFileProblem> problems) {
        int before = problems.size();
        DovecotFile settings = DovecotFile.read(file, DovecotLdapReader.keys(), problems);
        if (problems.size() > before && !Files.isReadable(file)) {
            return Optional.empty(); // what it lacks need not be said
        }
        Optional<DovecotLdapFile> read = new DovecotLdapReader(settings).read(name);
        return problems.size() > before ? Optional.empty() : read;
    }
}
