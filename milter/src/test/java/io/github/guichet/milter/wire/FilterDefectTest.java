package io.github.guichet.milter.wire;

import static io.github.guichet.milter.wire.Mta.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.Event;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter with a defect costs its message a second try, and never an answer. */
class FilterDefectTest {

    private final Line line = new Line();

    @AfterEach
    void nothingIsLeft() {
        line.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wishes", "open", "macros", "connect", "helo", "mail", "rcpt", "data", "header", "eoh", "body", "eom"
            })
    void putsAMessageOffWhenTheFilterThrows(String method) {
        line.filter.defect = method;
        line.say(Mta.POSTFIX_OFFER);

        List<String> answers = line.say(
                Mta.connect("a", "192.0.2.7"), packet('H', "a"), packet('U', "x"), Mta.message("a@example.org"));

        assertThat(answers).hasSize(10).contains("t");
        assertThat(line.count("guichet_internal_errors")).isEqualTo(1);
        assertThat(line.channel.isOpen()).isTrue();
    }

    @Test
    void putsAMessageOffAtItsEndWhenTheFilterThrewWhereNobodyWaited() {
        line.filter.wishes = FakeFilter.quietly(EnumSet.allOf(Event.class));
        line.filter.defect = "header";
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(Mta.message("a@example.org"))).containsExactly("t");
        line.filter.defect = "";
        assertThat(line.say(Mta.message("b@example.org"))).containsExactly("c");
        assertThat(line.count("guichet_internal_errors")).isEqualTo(1);
    }

    @Test
    void putsAMessageOffWhenAnAnswerFails() {
        line.filter.end = CompletableFuture.failedFuture(new IllegalStateException("boom"));
        line.filter.answers.put(Event.RCPT, CompletableFuture.failedFuture(new IllegalStateException("bang")));
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(packet('M', "<a>"), packet('R', "<b>"), packet('E')))
                .containsExactly("c", "t", "t");
        assertThat(line.say(packet('M', "<a>"), packet('E'))).containsExactly("c", "t");
        assertThat(line.count("guichet_internal_errors")).isEqualTo(2);
    }

    @Test
    void survivesAFilterThatThrowsWhenItIsOver() {
        line.filter.defect = "abort";
        line.say(Mta.POSTFIX_OFFER);
        assertThat(line.say(packet('M', "<a>"), packet('A'), packet('M', "<b>")))
                .containsExactly("c", "c");
        line.filter.defect = "closed";

        line.say(packet('Q'));

        assertThat(line.count("guichet_internal_errors")).isEqualTo(2);
        assertThat(line.channel.isOpen()).isFalse();
    }
}
