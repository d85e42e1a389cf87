package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    @TempDir
    Path place;

    @Test
    void removesDirectoriesOfTheNameThatNobodyUsesWithWhatIsInThem() throws IOException {
        Path stale = Files.createDirectory(place.resolve(".gabc123"));
        Files.createFile(stale.resolve("s"));
        Path used = Files.createDirectory(place.resolve(".gdef456"));
        Path other = Files.createDirectory(place.resolve("other"));
        Path file = Files.createFile(place.resolve(".g000000"));
        Path link = Files.createSymbolicLink(place.resolve(".g111111"), other);
        assertThat(Leftovers.remove(place, ".g", directory -> !directory.equals(used)))
                .isEqualTo(1);
        assertThat(stale).doesNotExist();
        assertThat(used).exists();
        assertThat(other).exists();
        assertThat(file).exists();
        assertThat(link).exists();
    }

    @Test
    void leavesWhatIsYoung() throws IOException {
        Path directory = Files.createDirectory(place.resolve(".gabc123"));
        Instant made = Files.getLastModifiedTime(directory).toInstant();
        Duration minute = Duration.ofMinutes(1);
        InstantSource soon = () -> made.plusSeconds(60);
        InstantSource later = () -> made.plusSeconds(61);
        assertThat(Leftovers.remove(place, ".g", Leftovers.olderThan(minute, soon)))
                .isZero();
        assertThat(Leftovers.remove(place, ".g", Leftovers.olderThan(minute, later)))
                .isEqualTo(1);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(Leftovers.remove(place.resolve("absent"), "", directory -> true))
                .isZero();
    }
}
