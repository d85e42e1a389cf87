package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.Modification;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TagTest {

    @Test
    void saysRuleAndReason() {
        Modification.AddField tag = Tag.field("X-A", "own addresses", "not an owner");

        assertThat(tag.name()).isEqualTo("X-A");
        assertThat(tag.value().text()).isEqualTo("own addresses; not an owner");
    }

    @Test
    void foldsAtBlanksBeforeALineGetsTooLong() {
        String value =
                Tag.field("X-Guichet-Warning", "r", "word ".repeat(30)).value().text();

        assertThat(value.split("\n", -1)).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 78);
        assertThat(("X-Guichet-Warning: " + value).lines().findFirst().orElseThrow())
                .hasSizeBetween(70, 78);
        assertThat(value.replace("\n ", " ")).isEqualTo(("r; " + "word ".repeat(30)).strip());
    }

    @Test
    void writesWhatIsNotAsciiAsItsNumber() {
        assertThat(Tag.text("r\u00e9gle", "a\r\nX-B: c\u202e\u0000"))
                .isEqualTo("r\\u00e9gle; a\\u000d\\u000aX-B: c\\u202e\\u0000");
    }

    @Property
    void nothingInItBecomesAFieldOfItsOwn(@ForAll String rule, @ForAll String reason) {
        String value = Tag.field("X-Guichet-Warning", rule, reason).value().text();

        assertThat(value).matches("[\\x20-\\x7e]*(\n [\\x21-\\x7e][\\x20-\\x7e]*)*");
        assertThat(value.length()).isLessThan(700);
        assertThat(value.split("\n", -1)).allMatch(line -> line.length() < 700);
    }
}
