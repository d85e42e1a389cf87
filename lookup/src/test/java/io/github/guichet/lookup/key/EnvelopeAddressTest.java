package io.github.guichet.lookup.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values follow rewrite.c and resolve.c of Postfix, with swap_bangpath and allow_percent_hack at their defaults. */
class EnvelopeAddressTest {

    private static final AddressConfig CONFIG =
            AddressConfig.DEFAULTS.withLocalDomains(Set.of("local.example", "[192.0.2.25]"));

    @ParameterizedTest
    @CsvSource({
        "a@example.org, a@example.org",
        "A@Example.ORG, A@Example.ORG",
        "a@example.org., a@example.org",
        "a@example.org.., a@example.org..",
        "postmaster, postmaster",
        "example.org!a, a@example.org",
        "b.example!example.org!a, example.org!a@b.example",
        "a%example.org, a@example.org",
        "a%b%example.org, a%b@example.org",
        "'@relay.example:a@example.org', a@example.org",
        "'@relay.example,@b.example:a@example.org', a@example.org",
        "a%example.org@local.example, a@example.org",
        "a%example.org@LOCAL.example., a@example.org",
        "example.org!a@local.example, a@example.org",
        "a@example.org@local.example, a@example.org",
        "a%example.org.@[192.0.2.25], a@example.org",
        "a%example.org%local.example@local.example, a@example.org",
        "a%example.org@hosted.example, a%example.org@hosted.example",
        "a@[192.0.2.1], a@[192.0.2.1]",
        "a@local.example, a@local.example",
    })
    void isReadAsTrivialRewriteReadsIt(String told, String meant) {
        assertThat(EnvelopeAddress.of(told, CONFIG).external()).isEqualTo(meant);
    }

    @Property
    void readsAnything(
            @ForAll
                    @StringLength(min = 1, max = 200)
                    @Chars({'@', '%', '!', '.', ':', ',', '"', '\\', '[', ']', ' '})
                    @CharRange(from = 'a', to = 'c')
                    String told) {
        assertThatCode(() -> EnvelopeAddress.of(told, CONFIG.withLocalDomains(Set.of("a", "b", "c"))))
                .doesNotThrowAnyException();
    }
}
