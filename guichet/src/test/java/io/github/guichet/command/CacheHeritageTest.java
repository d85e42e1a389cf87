package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheHeritageTest {

    @TempDir
    Path directory;

    @Test
    void knowsWhatATableFileSaidWhenItWasRead() throws Exception {
        Path table = directory.resolve("m.cf");
        Files.writeString(table, "server_host = ldap://127.0.0.1\nsearch_base = dc=x\nresult_attribute = cn\n");
        CacheHeritage before = heritage("[map.m]\npostfix = \"ldap:" + table + "\"\n");
        Files.writeString(table, "server_host = ldap://127.0.0.1\nsearch_base = dc=x\nresult_attribute = sn\n");
        CacheHeritage after = heritage("[map.m]\npostfix = \"ldap:" + table + "\"\n");
        assertThat(before.definition("m")).contains("cn").isNotEqualTo(after.definition("m"));
    }

    @Test
    void knowsOnWhichAnswersDepend() throws Exception {
        String map = """
                [source.db]
                type = "sql"
                url = "jdbc:mariadb://127.0.0.1/mail"
                user = "u"
                password = "p"
                [map.m]
                for = "virtual_alias_maps"
                source = "db"
                query = "SELECT a FROM t WHERE k='%s'"
                """;
        String same = heritage(map).definition("m");
        assertThat(heritage(map).definition("m")).isEqualTo(same);
        assertThat(heritage(map.replace("SELECT a", "SELECT b")).definition("m"))
                .isNotEqualTo(same);
        assertThat(heritage(map).definition("other")).isEmpty();
    }

    private CacheHeritage heritage(String toml) throws Exception {
        Path file = Files.writeString(directory.resolve("g.toml"), toml);
        Configuration configuration = ConfigurationReader.read(file, Map.of());
        return CacheHeritage.of(configuration, Optional.empty());
    }
}
