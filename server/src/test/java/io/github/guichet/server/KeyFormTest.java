package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFormTest {

    @Test
    void saysFormsAsTheManualDoes() {
        assertThat(List.of(
                        KeyForm.number(0, 9999),
                        KeyForm.number(1, 50_000_000),
                        KeyForm.duration(Duration.ZERO, Duration.ofMinutes(5)),
                        KeyForm.duration(Duration.ofMillis(100), Duration.ofSeconds(90)),
                        KeyForm.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
                        KeyForm.duration(Duration.ofSeconds(1), Duration.ofDays(366)),
                        KeyForm.size(512, 64 << 10),
                        KeyForm.size(4096, 16 << 20),
                        KeyForm.words(List.of("sub", "one"))))
                .map(KeyForm::text)
                .containsExactly(
                        "0 to 9999",
                        "1 to 50 000 000",
                        "duration, to 5 m",
                        "duration, 100 ms to 90 s",
                        "duration, 1 s to 24 h",
                        "duration, 1 s to 366 d",
                        "size, 512 B to 64 kB",
                        "size, 4 kB to 16 MB",
                        "`sub`, `one`");
    }
}
