package io.github.guichet.lookup.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTablePostmapTest {

    @TempDir
    private Path directory;

    private void agree(byte[] text) throws IOException, InterruptedException {
        PostmapComparison.agree(directory, text);
    }

    private void agree(String text) throws IOException, InterruptedException {
        agree(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsOddFilesAsPostmapReadsThem() throws IOException, InterruptedException {
        agree("");
        agree("\n\n# only\n  # comments\n");
        agree("a 1");
        agree("a 1\r\nb\t2 \t\r\n");
        agree("a 1\n 2\n\t3\nb 4\n");
        agree("a 1\n\n 2\n# between\n 3\n  # indented\n 4\nb 5\n");
        agree(" a 1\nb 2\n");
        agree("# comment\n a 1\n more\nb 2\n");
        agree("a\n 1\nb\n");
        agree("a\nb 2\n");
        agree("a 1\nA 2\na 3\n");
        agree("\"a b\"@x 1\n\"A b\"@x 2\na b@x 3\n");
        agree("\"a b 1\nb 2\n");
        agree("a\\ b 1\na\\\nb 2\n");
        agree("\"a\\\" b\" 1\n\\\"a 2\n");
        agree("a: 1\na#b 2\n#a 3\n");
        agree("a   1   2   3   \nb\u000b1\nc\f2\n");
        agree("É 1\nSTRASSE 2\nΣΑΣ 3\nİ 4\nI 5\nᎠ 6\n");
        agree("straße 1\nσας 2\nı 3\nꭰ 4\n");
        agree("a\u00a0b 1\n\u00a0 2\n\"\" 3\n");
        agree("a \"quoted value\"\nb v\"alu e\n");
        agree("a 1\\\nb 2\n");
        agree("@x 1\n, 2\n= 3\n\" \" 4\n");
        agree("a x" + "y".repeat(50_000) + "\n");
    }

    @Test
    void readsBytesThatAreNotTextAsPostmapReadsThem() throws IOException, InterruptedException {
        agree("a 1\nb \u00ff\nc 3\n".getBytes(StandardCharsets.ISO_8859_1));
        agree("a\u00ff 1\n\u00e9 2\nc 3\n".getBytes(StandardCharsets.ISO_8859_1));
        agree("a 1\u0000hidden\nb\u0000 2\nc 3\n\u0000x 4\n".getBytes(StandardCharsets.ISO_8859_1));
        agree("a \u00c0\u0080\nb \u00ed\u00a0\u0080\nc \u00f4\u0090\u0080\u0080\n"
                .getBytes(StandardCharsets.ISO_8859_1));
    }
}
