package io.github.guichet.lookup.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UserNamesTest {

    private final UserNames all = new UserNames("", true, "", "", "");

    @Test
    void bytesThatAreNoTextAreNoName() {
        String broken = new String(new byte[] {'a', (byte) 0xff, 'b'}, StandardCharsets.UTF_8);
        assertThat(all.normalise(broken)).isEmpty();
        assertThat(all.normalise("jörg@example.org")).contains("jörg@example.org");
    }

    @Test
    void controlCharactersAndLongNamesAreNone() {
        assertThat(all.normalise("a\u0000b")).isEmpty();
        assertThat(all.normalise("a\nb")).isEmpty();
        assertThat(all.normalise("a\u0085b")).isEmpty();
        assertThat(all.normalise("a".repeat(UserNames.LONGEST + 1))).isEmpty();
        assertThat(all.normalise("")).isEmpty();
    }
}
