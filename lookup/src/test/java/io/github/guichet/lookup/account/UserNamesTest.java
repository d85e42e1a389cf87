package io.github.guichet.lookup.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariableTemplate;
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

    @Test
    void aFormatIsAppliedLast() throws TemplateException {
        UserNames bare = new UserNames("", true, "example.org", "#", "@").withFormat(VariableTemplate.parse("%Ln"));
        assertThat(bare.normalise("Alice@Example.ORG")).contains("alice");
        assertThat(bare.normalise("Alice#example.net")).contains("alice");
        assertThat(bare.normalise("@example.org")).isEmpty();
    }
}
