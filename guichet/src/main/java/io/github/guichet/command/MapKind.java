package io.github.guichet.command;

import io.github.guichet.lookup.ldap.LdapTableConfig;
import io.github.guichet.lookup.sql.SqlTableConfig;
import io.github.guichet.lookup.tablefile.TableFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What answers for a map. */
public sealed interface MapKind {

    /**
     * A query on a database or on the embedded store.
     *
     * @param source the name of the source
     * @param table the query; its domain filter is replaced by one made of {@code domain} when the map is opened
     * @param domain the domain patterns as written, perhaps with {@code map:NAME} among them
     */
    record Sql(String source, SqlTableConfig table, List<String> domain) implements MapKind {}

    /** A filter on a directory; as {@link Sql}. */
    record Ldap(String source, LdapTableConfig table, List<String> domain) implements MapKind {}

    /**
     * A table file of Postfix, which brings its own source.
     *
     * @param type as in main.cf: {@code mysql}, {@code ldap} …
     * @param path the file
     * @param file what it says
     */
    record FromTableFile(String type, Path path, TableFile file) implements MapKind {}

    /** A text table of Postfix. */
    record TextFile(Path path) implements MapKind {}

    /** Keys and values in the configuration itself. */
    record Values(Map<String, String> values) implements MapKind {}

    /** The first of several maps that finds the key. */
    record FirstOf(List<String> maps) implements MapKind {}

    /** The values of several maps together. */
    record Union(List<String> maps) implements MapKind {}

    /**
     * The rules of {@code [send-as]}.
     *
     * @param unowned whether addresses that nobody owns are answered with those who may send as anything
     */
    record SendAs(boolean unowned) implements MapKind {}
}
