package io.github.guichet.lookup.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real postmap(1), with a configuration directory of its own. */
final class Postmap {

    private final Path configuration;

    Postmap(Path directory) throws IOException {
        this.configuration = Files.createDirectories(directory.resolve("postfix"));
        Files.writeString(configuration.resolve("main.cf"), "compatibility_level = 3.6\n");
    }

    /**
     * Asks a text file many keys in one process.
     *
     * @return the values of the keys that were found
     */
    Map<String, String> ask(Path file, List<String> keys) throws IOException, InterruptedException {
        Path errors = configuration.resolve("errors");
        Process process = new ProcessBuilder(
                        "/usr/sbin/postmap", "-c", configuration.toString(), "-q", "-", "texthash:" + file)
                .redirectError(errors.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(String.join("\n", keys).getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        process.getInputStream().transferTo(out);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("postmap hangs");
        }
        String said = Files.readString(errors, StandardCharsets.ISO_8859_1);
        if (said.contains("fatal")) {
            throw new IOException(said);
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : out.toString(StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                int tab = line.indexOf('\t');
                found.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return found;
    }
}
