package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginListTest {

    private static LoginList list(String value) {
        return new LoginList(value, AddressConfig.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "bob@example.org, true",
        "Bob@EXAMPLE.org., true",
        "carl@partner.example, true",
        "x@xn--mller-kva.example, true",
        "carl, true",
        "carl@example.org, false",
        "bob, false",
        "partner.example, false",
        "x@sub.partner.example, false"
    })
    void holdsAddressesAndDomains(String login, boolean held) {
        LoginList list = list("bob@example.org,@partner.example\t carl\r\n @müller.example");
        assertThat(list.holds(MailAddress.of(login))).isEqualTo(held);
        assertThat(list.holdsEverybody()).isFalse();
    }

    @Test
    void aStarIsEverybody() {
        assertThat(list("bob@example.org, *").holdsEverybody()).isTrue();
        assertThat(list("bob@example.org, *").holds(MailAddress.of("x@y.example")))
                .isTrue();
        assertThat(list("*@example.org **").holdsEverybody()).isFalse();
        assertThat(list(" , ").holds(MailAddress.of("x@y.example"))).isFalse();
    }
}
