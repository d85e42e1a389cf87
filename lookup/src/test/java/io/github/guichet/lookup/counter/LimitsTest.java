package io.github.guichet.lookup.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @Test
    void readsOneAndSeveral() throws LimitSyntaxException {
        assertThat(Limits.parse("100/1h").list()).containsExactly(new Limit(100, Duration.ofHours(1)));
        assertThat(Limits.parse(" 200/1h , 1000/24h,5000/7d").list())
                .containsExactly(
                        new Limit(200, Duration.ofHours(1)),
                        new Limit(1000, Duration.ofDays(1)),
                        new Limit(5000, Duration.ofDays(7)));
        assertThat(Limits.parse("100MB/1500ms").list()).containsExactly(new Limit(100 << 20, Duration.ofMillis(1500)));
    }

    @Test
    void zeroMayNotSendAndUnlimitedMayAlways() throws LimitSyntaxException {
        assertThat(Limits.parse("0").nothing()).isTrue();
        assertThat(Limits.parse("10/1m,0/1h").nothing()).isTrue();
        assertThat(Limits.parse("10/1m").nothing()).isFalse();
        assertThat(Limits.parse("unlimited").list()).isEmpty();
        assertThat(Limits.parse("unlimited").nothing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''               | 0
            100              | 0
            100/             | 0
            -1/1h            | 0
            100/1h,          | 7
            100/1h, 5        | 8
            100/1h,unlimited | 7
            100/1h,0         | 7
            100/1w           | 0
            100/500ms        | 4
            100/1h,10/367d   | 10
            10/60m,100/1h    | 7
            """)
    void saysWhereALimitIsWrong(String text, int offset) {
        assertThatThrownBy(() -> Limits.parse(text))
                .asInstanceOf(type(LimitSyntaxException.class))
                .extracting(LimitSyntaxException::offset)
                .isEqualTo(offset);
    }

    @Test
    void refusesTooMany() {
        assertThatThrownBy(() -> Limits.parse("1/1s,1/2s,1/3s,1/4s,1/5s,1/6s,1/7s,1/8s,1/9s"))
                .hasMessage("at most 8 limits");
        assertThatThrownBy(() -> Limits.parse("1".repeat(201))).hasMessageContaining("200 characters");
    }

    @Property
    void isReadAsItIsWritten(
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long most,
            @ForAll @LongRange(min = 1000, max = 900_000_000L) long millis)
            throws LimitSyntaxException {
        Limits limits = new Limits(List.of(new Limit(most, Duration.ofMillis(millis))));
        assertThat(Limits.parse(limits.toString())).isEqualTo(limits);
    }

    @Property
    void readsAnythingWithoutAnyOtherError(@ForAll String text) {
        try {
            assertThat(Limits.parse(text)).isNotNull();
        } catch (LimitSyntaxException e) {
            assertThat(e.offset()).isBetween(0, text.length());
        }
    }
}
