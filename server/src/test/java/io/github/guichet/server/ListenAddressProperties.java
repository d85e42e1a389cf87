package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ListenAddressProperties {

    @Provide
    Arbitrary<String> addresses() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().withChars("unixet:/[]0159.\0ü").ofMaxLength(120),
                Arbitraries.strings().withChars("/a.ü\0").ofMaxLength(120).map(path -> "unix:" + path),
                Arbitraries.strings().withChars(":[]19.a").ofMaxLength(20).map(rest -> "inet:" + rest));
    }

    @Property
    void refusesAnAddressOrReadsItBackFromItsText(@ForAll("addresses") String text) {
        ListenAddress address;
        try {
            address = ListenAddress.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(ListenAddress.parse(address.toString())).isEqualTo(address);
    }
}
