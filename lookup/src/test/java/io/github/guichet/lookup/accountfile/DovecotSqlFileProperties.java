package io.github.guichet.lookup.accountfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.tablefile.TableFileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A file of any content either is one or has problems; it never ends a program. */
class DovecotSqlFileProperties {

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(
                        "driver",
                        "connect",
                        "password_query",
                        "=",
                        " = ",
                        "\n",
                        "\\\n",
                        "#",
                        "'",
                        "\"",
                        "\\",
                        "{",
                        "}",
                        " ",
                        "mysql",
                        "pgsql",
                        "sqlite",
                        "host=db",
                        "port=1",
                        "password=x",
                        "/a",
                        "postgresql://",
                        "%u",
                        "%{",
                        "SELECT 1",
                        "!include ",
                        "dovecot-sql.conf.ext",
                        "\0",
                        "é",
                        "$ENV:X")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 1000)
    void readsOrReports(@ForAll("files") String text) throws IOException {
        Path directory = Files.createTempDirectory("guichet-dovecot");
        Path file = Files.writeString(directory.resolve("dovecot-sql.conf.ext"), text);
        try {
            List<TableFileProblem> problems = new ArrayList<>();
            Optional<DovecotSqlFile> read = DovecotSqlFile.read(file, "x", problems);
            assertThat(read.isPresent()).isEqualTo(problems.isEmpty());
        } finally {
            Files.delete(file);
            Files.delete(directory);
        }
    }
}
