package io.github.guichet.lookup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Waits until SIGSTOP has reached all threads of a process: each goes on until the kernel runs it next, and may answer meanwhile. */
public final class StoppedProcess {

    private static final int TRIES = 600;

    private StoppedProcess() {}

    /** Returns when no thread of the process runs any more. */
    public static void await(long pid) throws IOException {
        for (int i = 0; i < TRIES && !isStopped(pid); i++) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean isStopped(long pid) throws IOException {
        List<Path> threads;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            threads = tasks.toList();
        }
        for (Path thread : threads) {
            try {
                if (!Files.readString(thread.resolve("status")).contains("State:\tT")) {
                    return false;
                }
            } catch (NoSuchFileException e) {
                return false; // it has just ended
            }
        }
        return true;
    }
}
