package io.github.guichet.lookup.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClientPrefixTest {

    @Test
    void countsNetworks() {
        ClientPrefix prefix = new ClientPrefix(24, 64);
        assertThat(prefix.subject("192.0.2.77")).contains("192.0.2.0/24");
        assertThat(prefix.subject("2001:db8::77")).contains("2001:db8:0:0:0:0:0:0/64");
        assertThat(prefix.subject("2001:DB8:0::1:2:3:4")).isEqualTo(prefix.subject("2001:db8::9"));
        assertThat(prefix.subject("::ffff:192.0.2.1")).contains("192.0.2.0/24");
    }

    @Test
    void countsWholeAddresses() {
        assertThat(new ClientPrefix(32, 128).subject("192.0.2.77")).contains("192.0.2.77");
        assertThat(new ClientPrefix(32, 128).subject("::1")).contains("0:0:0:0:0:0:0:1");
    }

    @Test
    void hasNothingToCountForWhatIsNoAddress() {
        assertThat(new ClientPrefix(24, 64).subject("unknown")).isEmpty();
        assertThat(new ClientPrefix(24, 64).subject("")).isEmpty();
    }

    @Test
    void refusesPrefixesThatAreNone() {
        assertThatThrownBy(() -> new ClientPrefix(33, 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientPrefix(24, 129)).isInstanceOf(IllegalArgumentException.class);
    }
}
