package io.github.guichet.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CaseFoldTest {

    private final Map<Integer, String> foldings = new HashMap<>();
    private final BitSet unassigned = new BitSet();

    @Test
    void foldsEveryCodePointAsUnicodeSays() throws IOException {
        read();
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            if (surrogate || unassigned.get(point) || !Character.isDefined(point)) {
                continue; // a JDK may know a younger or an older Unicode than the list
            }
            compared++;
            String character = Character.toString(point);
            if (!CaseFold.fold(character).equals(foldings.getOrDefault(point, character))) {
                wrong.add("U+%04X".formatted(point));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(280_000);
        assertThat(foldings).hasSizeGreaterThan(1_500);
    }

    private void read() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CaseFoldTest.class.getResourceAsStream("casefold-unicode-14.txt")), UTF_8))) {
            for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] fields = line.split(" ", -1);
                if (fields[0].equals("U")) {
                    unassigned.set(Integer.parseInt(fields[1], 16), Integer.parseInt(fields[2], 16) + 1);
                } else {
                    StringBuilder folding = new StringBuilder();
                    for (int i = 1; i < fields.length; i++) {
                        folding.appendCodePoint(Integer.parseInt(fields[i], 16));
                    }
                    foldings.put(Integer.parseInt(fields[0], 16), folding.toString());
                }
            }
        }
    }

    @Test
    void keepsTheObjectWhenThereIsNothingToFold() {
        String key = "user+tag@example.com";
        assertThat(CaseFold.fold(key)).isSameAs(key);
        assertThat(CaseFold.foldAscii(key)).isSameAs(key);
    }

    @Test
    void foldsAWholeText() {
        assertThat(CaseFold.fold("aZ[@`{")).isEqualTo("az[@`{");
        assertThat(CaseFold.fold("Stra\u00dfe\u03a3\u03c2I\u0130")).isEqualTo("strasse\u03c3\u03c3ii\u0307");
        assertThat(CaseFold.foldAscii("A\u00c9Z")).isEqualTo("a\u00c9z");
    }
}
