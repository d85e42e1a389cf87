package io.github.guichet.lookup.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Trail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a text file twice, with guichet and with the real postmap(1), and asks both the same keys. */
final class PostmapComparison {

    private static final List<String> KEYS = List.of(
            "a",
            "A",
            "b",
            "c",
            "a b",
            "\"a b\"",
            "\"a b\"@x",
            "\"A B\"@X",
            "a b@x",
            "a@x",
            "A@X",
            "a\\ b",
            "a\\",
            "\"",
            "\"a",
            "#a",
            "#",
            "a:",
            "a#b",
            "é",
            "É",
            "straße",
            "strasse",
            "STRASSE",
            "ΣΑΣ",
            "σασ",
            "σας",
            "İ",
            "ı",
            "i",
            "ꭰ",
            "Ꭰ",
            "\u00a0",
            "a\u00a0b",
            "\"\"",
            "@x",
            "x",
            ",",
            "=");

    private PostmapComparison() {}

    /** Fails when they differ. */
    static void agree(Path directory, byte[] text) throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("table"), text);
        // Postfix waits while a file is hot.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));
        FileTable table = new FileTable("table", file, Runnable::run);
        Map<String, String> ours = new LinkedHashMap<>();
        for (String key : KEYS) {
            if (table.lookup(key, new Trail()).join() instanceof Answer.Found found) {
                ours.put(key, found.value());
            }
        }
        Map<String, String> theirs = new Postmap(directory).ask(file, KEYS);
        assertThat(ours).as(new String(text, StandardCharsets.UTF_8)).isEqualTo(theirs);
    }
}
