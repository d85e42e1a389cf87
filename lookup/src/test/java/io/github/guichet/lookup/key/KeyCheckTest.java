package io.github.guichet.lookup.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@example.com",
                "\"postmaster@1234\"@example.com",
                "\"a\\\"b\"@example.com",
                "\"\"",
                "<>",
                "\"<>\"",
                "*",
                "o'neill@example.com",
                "100%_\\;(*)@example.com",
                "j\u00f6rg@m\u00fcller.example",
                "\ud83d\ude00@example.com",
                "[mail.example.com]:587"
            })
    void passesWhatPostfixCanAsk(String key) {
        assertThat(KeyCheck.canExist(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\u0000b@example.com",
                "a\tb@example.com",
                "a@example.com\n",
                "a\r@example.com",
                "a\u007f@example.com",
                "a\u0085@example.com",
                "\"a@example.com",
                "a\"b@example.com",
                "\"a\\\"@example.com",
                "\ud83d@example.com",
                "a@example.com\ud83d",
                "\ude00a@example.com"
            })
    void refusesWhatCannotExist(String key) {
        assertThat(KeyCheck.canExist(key)).isFalse();
    }

    @Test
    void refusesAKeyOverTheLimit() {
        assertThat(KeyCheck.canExist("a".repeat(KeyCheck.MAX_LENGTH))).isTrue();
        assertThat(KeyCheck.canExist("a".repeat(KeyCheck.MAX_LENGTH + 1))).isFalse();
    }
}
