package io.github.guichet.lookup.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Trail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTableTest {

    @TempDir
    private Path directory;

    private Instant now = Instant.ofEpochSecond(1_700_000_000);
    private final List<Runnable> background = new ArrayList<>();

    private FileTable table(Path file) {
        return new FileTable("extra", file, background::add, () -> now, 1000);
    }

    /** Writes a file that was last touched some time ago. */
    private Path write(String text, Duration ago) throws IOException {
        Path file = Files.writeString(directory.resolve("virtual"), text);
        Files.setLastModifiedTime(file, FileTime.from(now.minus(ago)));
        return file;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static Answer ask(FileTable table, String key) {
        return table.lookup(key, new Trail()).join();
    }

    /** Asks after a second and lets the look at the file happen. */
    private Answer askLater(FileTable table, String key) {
        pass(Duration.ofSeconds(1));
        ask(table, key);
        background.forEach(Runnable::run);
        background.clear();
        return ask(table, key);
    }

    @Test
    void answersFromTheFile() throws IOException {
        FileTable table = table(write("a@x b\n", Duration.ofHours(1)));
        assertThat(ask(table, "A@X")).isEqualTo(new Answer.Found("b"));
        assertThat(ask(table, "b@x")).isEqualTo(Answer.NOT_FOUND);
        assertThat(table.keys()).isEqualTo(new Keys.Listed(List.of("a@x")));
    }

    @Test
    void looksAtTheFileAtMostOnceASecondAndOnlyInTheBackground() throws IOException {
        FileTable table = table(write("a 1\n", Duration.ofHours(1)));
        ask(table, "a");
        assertThat(background).isEmpty();
        pass(Duration.ofSeconds(1));
        ask(table, "a");
        ask(table, "a");
        assertThat(background).hasSize(1);
    }

    @Test
    void readsAChangedFile() throws IOException {
        FileTable table = table(write("a 1\n", Duration.ofHours(1)));
        write("a 2\n", Duration.ofMinutes(1));
        assertThat(askLater(table, "a")).isEqualTo(new Answer.Found("2"));
    }

    @Test
    void readsAFileThatTookThePlaceOfAnotherOfTheSameSizeAndTime() throws IOException {
        Path file = write("a 1\n", Duration.ofHours(1));
        FileTable table = table(file);
        Path other = Files.writeString(directory.resolve("other"), "a 2\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(askLater(table, "a")).isEqualTo(new Answer.Found("2"));
    }

    @Test
    void waitsUntilAChangedFileWasLeftAloneForASecond() throws IOException {
        FileTable table = table(write("a 1\nb 1\n", Duration.ofHours(1)));
        write("a 2\n", Duration.ofMillis(-500));
        assertThat(askLater(table, "b")).as("half a file").isEqualTo(new Answer.Found("1"));
        assertThat(ask(table, "a")).isEqualTo(new Answer.Found("1"));
        write("a 2\nb 2\n", Duration.ofMillis(100));
        assertThat(askLater(table, "b")).isEqualTo(new Answer.Found("2"));
        assertThat(ask(table, "a")).isEqualTo(new Answer.Found("2"));
    }

    @Test
    void readsAFileThatWasJustWrittenAtStartAndLooksAgain() throws IOException {
        FileTable table = table(write("a 1\n", Duration.ZERO));
        assertThat(ask(table, "a")).isEqualTo(new Answer.Found("1"));
        Files.writeString(directory.resolve("virtual"), "a 2\n");
        Files.setLastModifiedTime(directory.resolve("virtual"), FileTime.from(now));
        pass(Duration.ofSeconds(1));
        assertThat(askLater(table, "a")).isEqualTo(new Answer.Found("2"));
    }

    @Test
    void keepsWhatItReadWhenTheFileGoesAwayOrGrowsTooLarge() throws IOException {
        Path file = write("a 1\n", Duration.ofHours(1));
        FileTable table = table(file);
        Files.delete(file);
        assertThat(askLater(table, "a")).isEqualTo(new Answer.Found("1"));
        write("a 2\n" + "# long\n".repeat(200), Duration.ofMinutes(1));
        assertThat(askLater(table, "a")).isEqualTo(new Answer.Found("1"));
        write("a 3\n", Duration.ofMinutes(1));
        assertThat(askLater(table, "a")).isEqualTo(new Answer.Found("3"));
    }

    @Test
    void isUnavailableUntilThereIsAFile() throws IOException {
        FileTable table = table(directory.resolve("virtual"));
        String reason = "extra: " + directory.resolve("virtual") + " does not exist";
        assertThat(ask(table, "a")).isEqualTo(new Answer.Unavailable(reason));
        assertThat(table.keys()).isEqualTo(new Keys.Unavailable(reason));
        write("a 1\n", Duration.ofMinutes(1));
        assertThat(askLater(table, "a")).isEqualTo(new Answer.Found("1"));
    }

    @Test
    void isUnavailableWhenItIsNoFileOrTooLarge() throws IOException {
        assertThat(ask(table(directory), "a"))
                .isEqualTo(new Answer.Unavailable("extra: " + directory + ": not a regular file"));
        Path file = write("# long\n".repeat(200), Duration.ofMinutes(1));
        assertThat(ask(table(file), "a"))
                .isEqualTo(new Answer.Unavailable("extra: " + file + ": has 1400 bytes; at most 1000 are read"));
    }

    @Test
    void warnsOfWhatItLeavesOutWithItsLine() {
        TextTable table = TextTable.read(
                "a 1\nA 2\nnovalue\n\"open 1\nalias: root\nb\u00ff 1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(table.values()).containsOnlyKeys("a", "alias:").containsEntry("a", "1");
        assertThat(table.warnings())
                .containsExactly(
                        "line 2: a second line for \"A\"",
                        "line 3: expected: key, white space, value",
                        "line 4: unbalanced '\"'",
                        "line 5: \"key: value\": is this an alias file?",
                        "line 6: not UTF-8");
    }

    @Test
    void warnsOnlySoOften() {
        TextTable table = TextTable.read("x\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        assertThat(table.warnings()).hasSize(TextTable.MOST_WARNINGS);
    }
}
