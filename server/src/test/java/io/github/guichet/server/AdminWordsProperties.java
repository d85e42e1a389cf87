package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class AdminWordsProperties {

    @Property
    void decodesWhatItEncoded(@ForAll @Size(max = 6) List<String> words) throws Exception {
        assertThat(AdminWords.decode(AdminWords.encode(words))).isEqualTo(words);
    }

    @Property
    void encodesIntoOneLine(@ForAll @Size(max = 6) List<String> words) {
        assertThat(AdminWords.encode(words)).doesNotContain("\n", "\r", "\t");
    }

    @Property
    void refusesOrDecodesAnyLine(@ForAll String line) {
        try {
            assertThat(AdminWords.decode(line)).doesNotContainNull();
        } catch (AdminException e) {
            assertThat(e).hasMessage("a backslash is followed by s, t, n, r or \\");
        }
    }
}
