package io.github.guichet.lookup.file;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A Postfix text table, as postmap(1) takes it, held in memory and read again when it changes: see {@link WatchedFile}. When
 * there never was a good file, every answer is "unavailable".
 *
 * <p>Keys are folded when they are stored and when they are asked. Safe for use by many threads; never blocks, but for the
 * constructor, which reads the file.
 */
public final class FileTable implements Table {

    /** Files larger than this are refused: 32 MiB. */
    public static final int MOST_BYTES = WatchedFile.MOST_BYTES;

    private final String name;
    private final WatchedFile<Map<String, String>> file;

    /**
     * Reads the file.
     *
     * @param name the table's name
     * @param file the text file, not the indexed file that postmap makes of it
     * @param background runs the looks at the file, which may block
     */
    public FileTable(String name, Path file, Executor background) {
        this(name, file, background, InstantSource.system(), MOST_BYTES);
    }

    FileTable(String name, Path file, Executor background, InstantSource clock, int mostBytes) {
        this.name = name;
        this.file = new WatchedFile<>("map " + name, file, FileTable::read, background, clock, mostBytes);
    }

    private static Map<String, String> read(byte[] bytes, List<String> warnings) {
        TextTable table = TextTable.read(bytes);
        warnings.addAll(table.warnings());
        return Map.copyOf(table.values());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        Optional<Map<String, String>> values = file.value();
        Answer answer;
        if (values.isEmpty()) {
            answer = new Answer.Unavailable(name + ": " + file.failure());
        } else {
            String value = values.get().get(CaseFold.fold(key));
            answer = value == null ? Answer.NOT_FOUND : new Answer.Found(value);
        }
        trail.step(name, key, answer, Served.CACHE, Duration.ZERO);
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public Keys keys() {
        return file.value()
                .<Keys>map(values -> new Keys.Listed(List.copyOf(values.keySet())))
                .orElseGet(() -> new Keys.Unavailable(name + ": " + file.failure()));
    }
}
