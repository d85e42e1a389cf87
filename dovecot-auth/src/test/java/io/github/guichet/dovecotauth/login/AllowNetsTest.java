package io.github.guichet.dovecotauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.account.AccountRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowNetsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "192.0.2.0/24,10.0.0.1; 10.0.0.1; true",
                "192.0.2.0/24 10.0.0.1; 10.0.0.1; true",
                "192.0.2.0/24,local; ''; true",
                "192.0.2.0/24; ''; false",
                "local; 10.0.0.1; false",
                "nonsense; 10.0.0.1; false",
                "''; 10.0.0.1; false",
                "2001:db8::/32; 2001:db8::1; true",
            })
    void allowNetsIsReadAsDovecotReadsIt(String nets, String rip, boolean allowed) {
        AccountRecord record = new AccountRecord(Map.of("allow_nets", nets));
        Map<String, String> facts = rip.isEmpty() ? Map.of() : Map.of("rip", rip);
        assertThat(AllowNets.allow(record, new LoginRequest("PLAIN", facts))).isEqualTo(allowed);
    }

    @Test
    void allowRealNetsLooksAtTheProxy() {
        AccountRecord record = new AccountRecord(Map.of("allow_real_nets", "10.0.0.1"));
        assertThat(AllowNets.allow(record, LoginSite.request("imap", "real_rip", "10.0.0.1")))
                .isTrue();
        assertThat(AllowNets.allow(record, LoginSite.request("imap", "real_rip", "10.0.0.2")))
                .isFalse();
    }
}
