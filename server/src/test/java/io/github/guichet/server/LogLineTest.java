package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogLineTest {

    @Test
    void hasFieldsWithBlanksBetween() {
        assertThat(new LogLine()
                        .word(LogField.RULE, "own addresses")
                        .bare(LogField.MODE, "reject")
                        .bare(LogField.QUEUE_ID, "")
                        .peer(LogField.LOGIN, "bob")
                        .text(LogField.REASON, "a=b")
                        .toString())
                .isEqualTo("rule=<own addresses> mode=reject queue_id=- login=<bob> reason=<a=b>");
    }

    @Test
    void escapesWhatAPeerCouldForgeAFieldWith() {
        assertThat(new LogLine().peer(LogField.LOGIN, "b> x=<\n\u00e9").toString())
                .isEqualTo("login=<b\\u003e\\u0020x\\u003d\\u003c\\u000a\\u00e9>");
        assertThat(new LogLine().bare(LogField.QUEUE_ID, "4 x=y").toString()).isEqualTo("queue_id=4\\u0020x\\u003dy");
    }

    @Test
    void clipsLongValues() {
        assertThat(new LogLine().peer(LogField.LOGIN, "x".repeat(300)).toString())
                .isEqualTo("login=<" + "x".repeat(255) + "...>");
        assertThat(new LogLine().text(LogField.REASON, "x".repeat(500)).toString())
                .isEqualTo("reason=<" + "x".repeat(450) + "...>");
    }

    @Property
    void isOneLineOfTheFieldsThatWereSaid(@ForAll String one, @ForAll String two) {
        assertThat(new LogLine()
                        .peer(LogField.LOGIN, one)
                        .text(LogField.REASON, two)
                        .toString())
                .matches("login=<[!-;?-~&&[^=]]*> reason=<[ -;=?-~]*>");
    }
}
