package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir
    Path temporary;

    @Test
    void goesAwayWithTheProcess() throws IOException {
        NativeLibraries libraries = NativeLibraries.in(temporary);
        Path directory = Path.of(System.getProperty("org.sqlite.tmpdir"));
        assertThat(directory).isEqualTo(Path.of(System.getProperty("io.netty.native.workdir")));
        assertThat(content()).containsExactly(directory);
        Files.createFile(directory.resolve("sqlite-1-libsqlitejdbc.so"));
        libraries.close();
        assertThat(content()).isEmpty();
        assertThat(System.getProperty("org.sqlite.tmpdir")).isNull();
    }

    @Test
    void removesWhatADeadProcessLeftAndNothingElse() throws IOException {
        Path dead = Files.createDirectory(temporary.resolve("guichet-lib-1"));
        Files.createFile(dead.resolve("lock"));
        Files.createFile(dead.resolve("sqlite-1-libsqlitejdbc.so"));
        Path beginning = Files.createDirectory(temporary.resolve("guichet-lib-2"));
        Path other = Files.createDirectory(temporary.resolve("somebody-else"));
        NativeLibraries libraries = NativeLibraries.in(temporary);
        assertThat(dead).doesNotExist();
        assertThat(beginning).exists();
        assertThat(other).exists();
        // The one in use is locked.
        NativeLibraries second = NativeLibraries.in(temporary);
        assertThat(content()).hasSize(4);
        second.close();
        libraries.close();
        assertThat(content()).containsExactlyInAnyOrder(beginning, other);
    }

    @Test
    void findsAnotherPlaceWhenItsOwnWasTidiedUp() throws IOException {
        NativeLibraries libraries = NativeLibraries.in(temporary);
        assertThat(libraries.orAnother(temporary)).isSameAs(libraries);
        Path directory = Path.of(System.getProperty("org.sqlite.tmpdir"));
        Files.delete(directory.resolve("lock"));
        Files.delete(directory);
        NativeLibraries other = libraries.orAnother(temporary);
        assertThat(Path.of(System.getProperty("org.sqlite.tmpdir")))
                .isDirectory()
                .isNotEqualTo(directory);
        // What has its name now is somebody else's.
        Files.createDirectory(directory);
        libraries.close();
        assertThat(directory).exists();
        other.close();
        assertThat(content()).containsExactly(directory);
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> found = Files.list(temporary)) {
            return found.toList();
        }
    }
}
