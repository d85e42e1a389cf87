package io.github.guichet.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that the answers of a cached map depend on, as one text: cached answers of another definition are worth nothing.
 * Passwords are left out.
 */
final class MapDefinition {

    private MapDefinition() {}

    static String of(MapConfig map, Map<String, SourceConfig> sources) {
        MapKind kind = map.kind();
        if (kind instanceof MapKind.Sql sql) {
            var table = sql.table();
            return String.join(
                    "\n",
                    source(sources, sql.source()),
                    table.query(),
                    table.resultFormat(),
                    String.valueOf(table.expansionLimit()),
                    sql.domain().toString());
        } else if (kind instanceof MapKind.Ldap ldap) {
            var table = ldap.table();
            return String.join(
                    "\n",
                    source(sources, ldap.source()),
                    table.base(),
                    table.scope().toString(),
                    table.filter(),
                    String.join(",", table.attributes().regular()),
                    String.join(",", table.attributes().special()),
                    String.join(",", table.attributes().leaf()),
                    String.join(",", table.attributes().terminal()),
                    table.resultFormat(),
                    table.expansionLimit() + " " + table.sizeLimit() + " " + table.recursionLimit(),
                    ldap.domain().toString());
        } else if (kind instanceof MapKind.FromTableFile file) {
            return file.type() + "\n" + text(file.path());
        }
        return kind.toString(); // has no cache
    }

    static String source(Map<String, SourceConfig> sources, String name) {
        SourceConfig source = sources.get(name);
        if (source instanceof SourceConfig.Sql sql) {
            return sql.config().toString();
        } else if (source instanceof SourceConfig.Ldap ldap) {
            return ldap.config().servers().toString();
        }
        return source instanceof SourceConfig.Embedded store ? store.path().toString() : name;
    }

    static String text(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.startsWith("password") && !line.startsWith("bind_pw"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return file.toString();
        }
    }
}
