package io.github.guichet.lookup.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e4", "\u6f22", "\ud83d\ude00", "a\u00e4\u6f22\ud83d\ude00"})
    void cutsByBytesBetweenCharacters(String pattern) {
        String text = pattern.repeat(100);
        for (int longest = 3; longest < 60; longest++) {
            String cut = CleanText.inBytes(text, longest);

            assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(longest - 3, longest);
            assertThat(cut).endsWith("...").doesNotContain("?");
            assertThat(text).startsWith(cut.substring(0, cut.length() - 3));
        }
    }

    @Test
    void leavesWhatFitsAsItIs() {
        assertThat(CleanText.inBytes("k\u00e4se", 5)).isEqualTo("k\u00e4se");
        assertThat(CleanText.inBytes("k\u00e4se", 4)).isEqualTo("k...");
    }

    @Test
    void cleansWhatItCuts() {
        assertThat(CleanText.inBytes("a\r\nb\u202ec", 20)).isEqualTo("a??b?c");
    }
}
