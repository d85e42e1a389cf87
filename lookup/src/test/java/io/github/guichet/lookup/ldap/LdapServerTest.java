package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LdapServerTest {

    @Test
    void doesNotRepeatAPasswordInAUrl() {
        assertThatThrownBy(() -> LdapServer.parse("ldap://cn=reader:geheim@h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a name and a password")
                .message()
                .doesNotContain("geheim");
    }
}
