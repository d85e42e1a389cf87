package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program of which a part is missing. */
@Timeout(120)
class BrokenInstallationTest {

    @TempDir
    private Path directory;

    @Test
    void doesNotEndAsIfItHadBeenStopped() throws IOException, InterruptedException {
        Path config =
                Files.writeString(directory.resolve("guichet.toml"), "[socketmap]\nlisten = \"unix:/nowhere/s\"\n");
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(part -> !part.contains("milter"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        without,
                        Guichet.class.getName(),
                        "serve",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("guichet cannot go on: java.lang.NoClassDefFoundError");
        assertThat(process.exitValue()).isEqualTo(ExitStatus.SOFTWARE);
    }
}
