package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FoldedTextTest {

    private static final Pattern ENCODED = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]+)\\?=");
    private static final Pattern GAP = Pattern.compile("(?<=\\?=) (?==\\?UTF-8\\?B\\?)");

    @Test
    void leavesShortAsciiAsItIs() {
        assertThat(FoldedText.of("X-A", "hello, world")).isEqualTo("hello, world");
    }

    @Test
    void makesOneLineOfSeveral() {
        assertThat(FoldedText.of("X-A", " a\r\nX-Evil: b\n\n\tc\u0000d ")).isEqualTo("a X-Evil: b c?d");
        assertThat(FoldedText.of("X-A", " \r\n\t ")).isEmpty();
    }

    @Test
    void foldsAtWhiteSpace() {
        assertThat(FoldedText.of("X-A", "0123456789 ".repeat(9)))
                .isEqualTo("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\n"
                        + " 0123456789 0123456789 0123456789");
    }

    @Test
    void encodesOnlyWhatNeedsIt() {
        assertThat(FoldedText.of("Reply-To", "Jürgen Müller <j@example.org>"))
                .isEqualTo("=?UTF-8?B?SsO8cmdlbiBNw7xsbGVy?= <j@example.org>");
        assertThat(FoldedText.of("X-A", "=?utf-8?q?x?=")).isEqualTo("=?UTF-8?B?PT91dGYtOD9xP3g/PQ==?=");
    }

    @Test
    void cutsWhatIsFarTooLong() {
        String value = FoldedText.of("X-A", "word ".repeat(10_000));
        assertThat(decoded(value)).hasSize(FoldedText.LONGEST + 3).endsWith("...");
    }

    @Property
    void canBeReadAgain(@ForAll("texts") String text) {
        String value = FoldedText.of("X-Some-Name", text);
        String cleaned = text.replaceAll("\\s+", " ").strip();
        assertThat(decoded(value)).isEqualTo(cleaned);
    }

    @Property
    void fitsIntoAnyMessage(@ForAll String text) {
        String value = FoldedText.of("X-Some-Name", text);
        assertThat(value.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
        assertThat(("X-Some-Name: " + value).lines()).allMatch(line -> line.length() <= 998 && !line.isBlank());
        assertThat(value).doesNotContainPattern("\n[^ ]").doesNotEndWith("\n");
    }

    /** Independent of what is tested: unfolds (RFC 5322, 2.2.3), then decodes (RFC 2047, 6.2). */
    private static String decoded(String value) {
        String unfolded = GAP.matcher(value.replace("\n", "")).replaceAll("");
        Matcher words = ENCODED.matcher(unfolded);
        return words.replaceAll(word -> Matcher.quoteReplacement(
                new String(Base64.getDecoder().decode(word.group(1)), StandardCharsets.UTF_8)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "word",
                        "=?",
                        "?=",
                        "=?UTF-8?B?eA==?=",
                        "ü",
                        "中文",
                        "\ud83d\ude00",
                        " ",
                        "  ",
                        "\n",
                        "\r\n\t",
                        ":",
                        "<x@y>",
                        "x".repeat(70),
                        "y".repeat(800),
                        "é".repeat(60))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts))
                .filter(text -> text.length() <= FoldedText.LONGEST);
    }
}
