package io.github.guichet.lookup.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files made of the characters that mean something; one postmap process a file, so not many. */
class FileTablePostmapProperties {

    private static Path directory = Path.of("");

    @BeforeContainer
    static void create() throws IOException {
        directory = Files.createTempDirectory("guichet-postmap");
    }

    @AfterContainer
    static void remove() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "b", "A", "a b", "\"a b\"", "@x", " ", "\t", "\n", "\n ", "\n#", "#", "\"", "\\", "1",
                        " 2", "é", "É", ":", "\r", "\n\n")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
    void isReadAsPostmapReadsIt(@ForAll("texts") String text) throws IOException, InterruptedException {
        PostmapComparison.agree(directory, text.getBytes(StandardCharsets.UTF_8));
    }
}
