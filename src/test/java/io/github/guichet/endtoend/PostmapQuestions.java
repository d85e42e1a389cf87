package io.github.guichet.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks the real postmap(1) many keys of one table at once. An answer is {@code = VALUE}, {@code not found} or {@code error}.
 *
 * <p>postmap ends with the first key that is an error, and sleeps a second before it does, so the keys are then divided and asked
 * side by side.
 */
final class PostmapQuestions {

    private static final int PARTS = 12;

    private final Path configuration;

    PostmapQuestions(Workspace work) {
        this.configuration = work.directory("postmap");
        work.file("postmap/main.cf", """
                compatibility_level = 3.6
                smtputf8_enable = yes
                data_directory = %1$s
                queue_directory = %1$s
                """.formatted(configuration));
    }

    /**
     * Asks keys as they are, unfolded.
     *
     * @param table {@code type:name}
     * @param keys without line ends and without doubles
     */
    Map<String, String> ask(String table, List<String> keys) {
        Map<String, String> answers = new ConcurrentHashMap<>();
        ask(table, keys, answers);
        return answers;
    }

    private void ask(String table, List<String> keys, Map<String, String> answers) {
        Command run = Command.run(
                List.of(Program.POSTMAP.path(), "-c", configuration.toString(), "-f", "-q", "-", table),
                String.join("\n", keys) + "\n");
        if (run.err().contains("fatal:")) {
            if (keys.size() == 1) {
                answers.put(keys.get(0), "error");
            } else {
                divide(table, keys, answers);
            }
            return;
        }
        answers.putAll(read(run.out(), keys));
    }

    private void divide(String table, List<String> keys, Map<String, String> answers) {
        ExecutorService threads = Executors.newFixedThreadPool(PARTS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            int size = Math.max(1, (keys.size() + PARTS - 1) / PARTS);
            for (int from = 0; from < keys.size(); from += size) {
                List<String> part = keys.subList(from, Math.min(keys.size(), from + size));
                parts.add(threads.submit(() -> ask(table, part, answers)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The lines come in the order of the keys; a key that was not found has none. */
    private static Map<String, String> read(String output, List<String> keys) {
        Map<String, String> answers = new LinkedHashMap<>();
        keys.forEach(key -> answers.put(key, "not found"));
        int next = 0;
        for (String line : output.split("\n", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            while (next < keys.size() && !line.startsWith(keys.get(next) + "\t")) {
                next++;
            }
            if (next == keys.size()) {
                throw new AssertionError("not the answer to any key: " + line);
            }
            answers.put(keys.get(next), "= " + line.substring(keys.get(next).length() + 1));
            next++;
        }
        return answers;
    }
}
