package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a finished command left behind.
 *
 * @param exit its exit status
 * @param out its standard output, as UTF-8
 * @param err its standard error, as UTF-8
 */
public record Command(List<String> line, int exit, String out, String err) {

    /** Runs a command without input. */
    public static Command run(String... line) {
        return run(List.of(line), "");
    }

    /**
     * Runs a command to its end, with {@code input} on its standard input.
     *
     * @throws AssertionError if it has not ended after two minutes
     */
    public static Command run(List<String> line, String input) {
        try {
            // Files, not pipes: whoever inherits the descriptors of a command that starts servers would hold a pipe
            // open.
            Path out = Files.createTempFile("command", ".out");
            Path err = Files.createTempFile("command", ".err");
            Path in = Files.createTempFile("command", ".in");
            try {
                Files.writeString(in, input);
                Process process = new ProcessBuilder(line)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(120, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("no end after two minutes: " + line + "\n" + Files.readString(err));
                }
                return new Command(line, process.exitValue(), text(out), text(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
                Files.delete(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** This command, or a failure with its output if its exit status was not 0. */
    public Command succeeds() {
        if (exit != 0) {
            throw new AssertionError(this);
        }
        return this;
    }

    @Override
    public String toString() {
        return String.join(" ", line) + "\nexit " + exit + "\n" + out + err;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
