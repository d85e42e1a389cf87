package io.github.guichet.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.LogField;
import io.github.guichet.server.LogLine;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogEventTest {

    @Property(tries = 300)
    void aLineComesBackAsItWasWritten(@ForAll String one, @ForAll String two, @ForAll String three) {
        String written = "policy: "
                + new LogLine()
                        .peer(LogField.LOGIN, one)
                        .bare(LogField.QUEUE_ID, two)
                        .text(LogField.ACTION, three)
                        .word(LogField.RULE, one);
        LogEvent event = LogEvent.of(written);
        assertThat(event.text()).isEqualTo(written);
        assertThat(event.kind()).isEqualTo("policy");
        assertThat(event.fields()).hasSize(4);
        if (one.length() <= 255) {
            assertThat(event.fields().get(0).value()).isEqualTo(one);
        }
    }

    @Property(tries = 300)
    void anySentenceComesBack(@ForAll String text) {
        assertThat(LogEvent.of(text).text()).isEqualTo(text);
    }

    @Test
    void takesAReasonToTheEndOfTheLine() {
        LogEvent event = LogEvent.of(
                "(7 more like it in the meantime) auth failed: user=<a\\u0020b> rip=- reason=wrong password");
        assertThat(event.more()).isEqualTo(7);
        assertThat(event.kind()).isEqualTo("auth failed");
        assertThat(event.fields()).extracting(LogEvent.Field::value).containsExactly("a b", "-", "wrong password");
    }

    @Test
    void whatIsNoSuchLineIsASentence() {
        assertThat(LogEvent.of("source db: down: x=1").kind()).isEmpty();
        assertThat(LogEvent.of("locked out: user=<a> b> by=<c>").kind()).isEmpty();
        assertThat(LogEvent.of("policy: colour=<red>").kind()).isEmpty();
    }
}
