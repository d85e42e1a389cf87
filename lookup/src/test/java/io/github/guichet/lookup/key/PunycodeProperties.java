package io.github.guichet.lookup.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.IDN;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class PunycodeProperties {

    @Property
    void decodesWhatItEncoded(@ForAll @StringLength(min = 1, max = 63) String label) {
        Assume.that(label.chars().noneMatch(c -> Character.isSurrogate((char) c)));
        Assume.that(!label.chars().allMatch(c -> c < 0x80));
        assertThat(Punycode.decode(Punycode.encode(label))).contains(label);
    }

    @Property
    void neverThrowsOnGarbage(@ForAll @StringLength(max = 63) String garbage) {
        assertThatCode(() -> Punycode.decode(garbage)).doesNotThrowAnyException();
    }

    @Property
    void encodesAsTheJdkWhereIdna2003Agrees(
            @ForAll @StringLength(min = 1, max = 20) @CharRange(from = '\u03b1', to = '\u03c9') String greek) {
        Assume.that(greek.indexOf('\u03c2') < 0);
        assertThat("xn--" + Punycode.encode(greek)).isEqualTo(IDN.toASCII(greek));
    }
}
