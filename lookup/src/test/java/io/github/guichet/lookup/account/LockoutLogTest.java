package io.github.guichet.lookup.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockoutLogTest {

    @Test
    void nobodyForgesAField() {
        assertThat(LockoutLog.word("alice@example.org", false)).isEqualTo("alice@example.org");
        assertThat(LockoutLog.word("a> by=<\\é b", false))
                .isEqualTo("a\\u003e\\u0020by\\u003d\\u003c\\u005c\\u00e9\\u0020b");
        assertThat(LockoutLog.word("my rule>", true)).isEqualTo("my rule\\u003e");
    }
}
