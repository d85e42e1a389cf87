package io.github.guichet.dovecotauth.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2SchemeTest {

    private static final SchemeLimits LIMITS = new SchemeLimits(
            new SchemeLimits.Memory(64 << 10, 64 << 10), new SchemeLimits.Memory(1 << 20, 1 << 20), 1, 4, 4);
    private static final byte[] PASSWORD = "secret".getBytes(StandardCharsets.UTF_8);

    private final MemoryBudget heap = new MemoryBudget(LIMITS.heap());
    private final Libsodium missing = new Libsodium(new MemoryBudget(LIMITS.outside()), () -> {
        throw new UnsatisfiedLinkError("no such file");
    });
    private final Libsodium present = new Libsodium(new MemoryBudget(LIMITS.outside()));

    /** The last three are made with parameters that libsodium does not take. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id 64 3 1 16 32",
                "i 64 3 1 16 32",
                "id 16 1 1 16 16",
                "id 64 2 2 16 32",
                "i 64 1 1 16 32",
                "id 64 1 1 8 64"
            })
    void javaAndLibsodiumMakeTheSame(String text) throws Exception {
        String[] numbers = text.split(" ", -1);
        Argon2 with = new Argon2(
                numbers[0].equals("id"),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]),
                new byte[Integer.parseInt(numbers[4])],
                Integer.parseInt(numbers[5]));
        Argon2Scheme java = new Argon2Scheme(true, LIMITS, missing, heap, new Salts());
        Argon2Scheme either = new Argon2Scheme(true, LIMITS, present, heap, new Salts());
        String wrong = with.format(new byte[with.length()]);
        assertThat(java.verify(bytes(wrong), "", PASSWORD)).isFalse();
        assertThat(either.verify(bytes(wrong), "", PASSWORD)).isFalse();
        if (present.hash(with, PASSWORD).isPresent()) {
            byte[] hash = present.hash(with, PASSWORD).orElseThrow();
            assertThat(java.verify(bytes(with.format(hash)), "", PASSWORD)).isTrue();
        } else {
            assertThat(text).isIn("id 64 2 2 16 32", "i 64 1 1 16 32", "id 64 1 1 8 64");
        }
        assertThat(missing.hash(with, PASSWORD)).isEmpty();
    }

    @Test
    void whatIsMadeFitsIntoTheHeap() throws Exception {
        byte[] stored =
                new Argon2Scheme(true, LIMITS, present, heap, new Salts()).hash("", PASSWORD, OptionalInt.of(1));
        assertThat(new String(stored, StandardCharsets.US_ASCII)).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(new Argon2Scheme(true, LIMITS, missing, heap, new Salts()).verify(stored, "", PASSWORD))
                .isTrue();
    }

    @Test
    void withoutLibsodiumTheHeapIsTheLimit() throws Exception {
        String stored = new Argon2(true, 128, 1, 1, new byte[16], 32).format(new byte[32]);
        assertThat(new Argon2Scheme(true, LIMITS, present, heap, new Salts()).verify(bytes(stored), "", PASSWORD))
                .isFalse();
        assertThatThrownBy(() ->
                        new Argon2Scheme(true, LIMITS, missing, heap, new Salts()).verify(bytes(stored), "", PASSWORD))
                .hasMessage("takes 128 kB of memory, more than the 64 kB allowed");
        String more = new Argon2(true, 1025, 1, 1, new byte[16], 32).format(new byte[32]);
        assertThatThrownBy(() ->
                        new Argon2Scheme(true, LIMITS, present, heap, new Salts()).verify(bytes(more), "", PASSWORD))
                .hasMessage("takes 1025 kB of memory, more than the 1024 kB allowed");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
