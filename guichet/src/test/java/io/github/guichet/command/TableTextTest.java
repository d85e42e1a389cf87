package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableTextTest {

    @Test
    void writesKeyTabValue() {
        Map<String, String> entries = new TreeMap<>(Map.of("a@b.c", "d@e.f, g@h.i", "\"x y\"@b.c", "z"));
        assertThat(TableText.of(entries)).isEqualTo("\"x y\"@b.c\tz\na@b.c\td@e.f, g@h.i\n");
    }

    @Test
    void takesQuotedWhiteSpaceInKeys() {
        assertThat(TableText.problem("\"two words\"@b.c", "x")).isEmpty();
        assertThat(TableText.problem("\"a\\\" b\"@b.c", "x")).isEmpty();
    }

    @Test
    void refusesWhatPostfixWouldReadDifferently() {
        assertThat(TableText.problem("two words", "x")).isPresent();
        assertThat(TableText.problem("#a", "x")).isPresent();
        assertThat(TableText.problem("a\"", "x")).isPresent();
        assertThat(TableText.problem("a\\", "x")).isPresent();
        assertThat(TableText.problem("a", "x\ny")).isPresent();
        assertThat(TableText.problem("a", " x")).isPresent();
        assertThat(TableText.problem("a", "x ")).isPresent();
        assertThat(TableText.problem("a", "")).isPresent();
    }
}
