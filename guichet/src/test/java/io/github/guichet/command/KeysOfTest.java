package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.AddressConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysOfTest {

    private static final List<String> KEYS =
            List.of("a@b.c", "a+x@b.c", "ab@b.c", "a@d.e", "a", "@b.c", "b.c", ".b.c", "x.b.c");

    @Test
    void aUserConcernsItsAddressWithAnyExtensionAndTheBareName() {
        assertThat(Stream.of(KEYS.toArray(String[]::new)).filter(KeysOf.user("A@B.c", AddressConfig.DEFAULTS)))
                .containsExactly("a@b.c", "a+x@b.c", "a");
    }

    @Test
    void aDomainConcernsItselfAndItsAddresses() {
        assertThat(KEYS.stream().filter(KeysOf.domain("B.C")))
                .containsExactly("a@b.c", "a+x@b.c", "ab@b.c", "@b.c", "b.c", ".b.c");
    }
}
