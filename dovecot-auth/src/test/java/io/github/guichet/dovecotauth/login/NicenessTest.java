package io.github.guichet.dovecotauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NicenessTest {

    @Test
    void hashingStepsBackForEverythingElse() {
        try (HashPool pool = new HashPool(1, 1)) {
            int before = niceness();
            assertThat(pool.run(NicenessTest::niceness, () -> -99).join()).isEqualTo(Math.min(before + 15, 19));
            assertThat(niceness()).isEqualTo(before);
        }
    }

    /** The 19th field of proc(5)'s stat, the 17th after the name. */
    private static int niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
