package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.ldap.LdapTableConfig;
import io.github.guichet.lookup.template.TableOpener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads table files. */
public final class TableFiles {

    /** The types of table whose files can be read. */
    public static final List<String> TYPES = List.of("mysql", "pgsql", "sqlite", "ldap");

    private TableFiles() {}

    /**
     * Reads a table file as {@link #read(String, Path, String, TableOpener, List)} does, with the tables of {@link
     * TextTables} for its domain list.
     */
    public static Optional<TableFile> read(String type, Path file, String mapName, List<TableFileProblem> problems) {
        return read(type, file, mapName, new TextTables(), problems);
    }

    /**
     * Reads a table file.
     *
     * @param type what stands before the colon in main.cf, one of {@link #TYPES}
     * @param file the file
     * @param mapName the name that the table and its source get
     * @param tables opens tables that the file's {@code domain} list names
     * @param problems is given everything that keeps the file from being used
     * @return the table, or empty when there were problems
     */
    public static Optional<TableFile> read(
            String type, Path file, String mapName, TableOpener tables, List<TableFileProblem> problems) {
        int before = problems.size();
        if (!TYPES.contains(type)) {
            problems.add(new TableFileProblem(
                    file,
                    0,
                    "",
                    "tables of type \"" + type + "\" are not supported; allowed are " + String.join(", ", TYPES)));
            return Optional.empty();
        }
        Optional<TableFile> table = PostfixFile.read(file, problems).flatMap(f -> read(type, f, mapName, tables));
        return problems.size() > before ? Optional.empty() : table;
    }

    private static Optional<TableFile> read(String type, PostfixFile file, String mapName, TableOpener tables) {
        if (!type.equals("ldap")) {
            return Optional.of(new SqlFile(file, mapName, tables).read(type));
        }
        LdapTableConfig table = new LdapTableReader(file).read(mapName, tables);
        return new LdapConnectionReader(file).read(mapName).map(source -> new TableFile.LdapTableFile(source, table));
    }

    /**
     * What Postfix would ignore without a word: parameters it does not know, for a warning.
     *
     * @return one line a parameter; empty for a file that cannot be read
     */
    public static List<TableFileProblem> warnings(String type, Path file) {
        List<TableFileProblem> unused = new java.util.ArrayList<>();
        Optional<PostfixFile> parsed = PostfixFile.read(file, unused);
        if (parsed.isEmpty() || !TYPES.contains(type)) {
            return List.of();
        }
        return read(type, parsed.get(), "check", new TextTables())
                .map(read -> parsed.get().warnings())
                .orElse(List.of());
    }
}
