package io.github.guichet.command;

import io.github.guichet.lookup.accountfile.DovecotLdapFile;
import io.github.guichet.lookup.accountfile.DovecotSqlFile;
import io.github.guichet.lookup.tablefile.TableFileProblem;
import io.github.guichet.server.ConfigSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code dovecot = "TYPE:FILE"} and the file of Dovecot behind it. */
final class DovecotFileReader {

    private static final List<String> TYPES = List.of("sql", "ldap");

    private DovecotFileReader() {}

    static Optional<AccountsKind> read(ConfigSection section) {
        AccountsKeys.refuseOthers(section, AccountsKeys.Origin.DOVECOT);
        return section.text("dovecot")
                .flatMap(text -> TypedFile.read(section, text, 0, TYPES))
                .flatMap(file -> read(section, file));
    }

    private static Optional<AccountsKind> read(ConfigSection section, TypedFile file) {
        List<TableFileProblem> problems = new ArrayList<>();
        Optional<AccountsKind> kind = file.type().equals("sql")
                ? DovecotSqlFile.read(file.path(), AccountsOpener.SOURCE, problems)
                        .map(sql -> new AccountsKind.DovecotSql(file.path(), sql))
                : DovecotLdapFile.read(file.path(), AccountsOpener.SOURCE, problems)
                        .map(ldap -> new AccountsKind.DovecotLdap(file.path(), ldap));
        problems.forEach(p -> section.elsewhere(p.file().toString(), p.line(), p.key(), p.message()));
        return kind;
    }
}
