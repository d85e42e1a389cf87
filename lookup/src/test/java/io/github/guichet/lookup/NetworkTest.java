package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.77/25, 192.0.2.127, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "192.0.2.0/24, ::ffff:192.0.2.9, true",
        "192.0.2.0/24, localhost, false",
    })
    void holdsItsAddresses(String network, String address, boolean inside) {
        assertThat(Network.parse(network).orElseThrow().contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.0256",
                "4294967296.1.1.1",
                ".:1",
                "1.2.3.4/33",
                "1.2.3.4/",
                "1.2.3.4/x",
                "::/129",
                ":::",
                "fe80::1%eth0",
                "abcd",
                "1.2.3.4/-1",
                "dead.beef.1.2",
                "[::1]",
                ".1.2.3"
            })
    void nothingElseIsOne(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }
}
