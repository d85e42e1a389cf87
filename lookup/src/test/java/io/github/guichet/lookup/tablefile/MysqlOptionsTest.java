package io.github.guichet.lookup.tablefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MysqlOptionsTest {

    @Test
    void readsTheNamedGroupBesidesThoseOfEveryClient(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("my.cnf"), "[client]\nuser=a\n[postfix]\nuser=b\nport=3307\n[other]\nport=1\n");
        List<String> problems = new ArrayList<>();

        MysqlOptions options = MysqlOptions.read(List.of(file), "postfix", problems::add);

        assertThat(options.get("user")).isEqualTo("b");
        assertThat(options.get("port")).isEqualTo("3307");
        assertThat(problems).isEmpty();
    }

    @Test
    void takesOneOfTheUsualGroupsByName(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("my.cnf"), "[client]\nuser=a\n");

        MysqlOptions options = MysqlOptions.read(List.of(file), "client", problem -> {});

        assertThat(options.get("user")).isEqualTo("a");
    }
}
