package io.github.guichet.endtoend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that this test started, in the foreground, as a child: it is signalled by its own process id and by nothing else. */
public final class ServerProcess {

    private static final int LAST_WORDS = 2_000;

    private final Process process;
    private final String name;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts a server whose output is appended to {@code log}. */
    public static ServerProcess start(List<String> line, Path directory, Path log, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(line.get(0), builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server answers, or fails at once when it has ended. */
    public void await(java.util.concurrent.Callable<Boolean> answers) {
        Waiting.until(name + " answers", () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended with " + process.exitValue() + ": " + lastWords());
            }
            return answers.call();
        });
    }

    private String lastWords() {
        try {
            String said = Files.readString(log);
            return said.substring(Math.max(0, said.length() - LAST_WORDS));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGSTOP: it keeps its sockets and answers nobody. */
    public void pause() {
        signal("STOP");
        Waiting.until(name + " is stopped", this::isStopped);
    }

    /** Whether the signal has reached all threads: each goes on until the kernel runs it next, and may answer meanwhile. */
    private boolean isStopped() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                if (!Files.readString(thread.resolve("status")).contains("State:\tT")) {
                    return false;
                }
            }
            return true;
        } catch (IOException justEnded) {
            return false;
        }
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /**
     * SIGTERM, and waits for the end.
     *
     * @return the exit status
     */
    public int stop() {
        if (process.isAlive()) {
            resume();
        }
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not stop within a minute");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void signal(String signal) {
        // The shell's own kill: the program of that name is not on every machine.
        Command.run("/bin/sh", "-c", "kill -" + signal + " " + process.pid()).succeeds();
    }
}
