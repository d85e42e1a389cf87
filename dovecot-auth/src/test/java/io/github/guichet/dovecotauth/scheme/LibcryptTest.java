package io.github.guichet.dovecotauth.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibcryptTest {

    private static final SchemeLimits.Memory MEMORY = new SchemeLimits.Memory(64 << 20, 64 << 20);

    private static final SchemeLimits LIMITS = new SchemeLimits(MEMORY, MEMORY, 100_000, 8, 4);
    private static final byte[] PASSWORD = "secret".getBytes(StandardCharsets.UTF_8);

    private final Libcrypt missing = new Libcrypt(LIMITS, new MemoryBudget(MEMORY), () -> {
        throw new UnsatisfiedLinkError("no such file");
    });

    @Test
    void withoutTheLibraryItsKindsCannotBeUsed() {
        assertThatThrownBy(() -> missing.hash(PASSWORD, "$y$j9T$abcdefgh"))
                .isInstanceOf(UnusableHashException.class)
                .hasMessage("needs libcrypt.so.1, which cannot be loaded: no such file");
    }

    @Test
    void withoutTheLibraryTheCommonKindsWorkAllTheSame() throws UnusableHashException {
        Crypt crypt = new Crypt(LIMITS, missing);
        for (String setting : new String[] {"$6$abcd", "$5$rounds=1000$abcd", "$1$abcd", "ab"}) {
            String hash = crypt.hash(PASSWORD, setting).orElseThrow();
            assertThat(hash).startsWith(setting);
            assertThat(crypt.hash(PASSWORD, hash)).contains(hash);
        }
        assertThat(new BcryptScheme(LIMITS, new Salts(), missing)
                        .verify(
                                "$2a$05$abcdefghijklmnopqrstuuFdNDEfkb1X3rllvPrjxMBiguHm2mNL6"
                                        .getBytes(StandardCharsets.UTF_8),
                                "",
                                "plain".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    /** The memory by crypt(5): 128 N r; j9T is N = 4096 and r = 32, CU..../.... is N = 16384 and r = 32. */
    @ParameterizedTest
    @CsvSource({
        "$y$j9T$salt, 16777216",
        "$gy$j9T$salt, 16777216",
        "$y$j75$salt, 1048576",
        "$y$jAT$salt, 33554432",
        "$7$CU..../....salt, 67108864",
        "$1$salt, 0"
    })
    void readsTheMemoryFromTheParameters(String setting, long bytes) throws UnusableHashException {
        assertThat(new LibcryptCost(LIMITS).memory(setting)).isEqualTo(bytes);
    }

    @Test
    void hashesThatTogetherTakeMoreThanThereIsWaitForEachOther() throws Exception {
        MemoryBudget budget = new MemoryBudget(new SchemeLimits.Memory(60 << 10, 100 << 10));
        budget.take(60 << 10);
        Thread second = new Thread(() -> {
            try {
                budget.take(60 << 10);
            } catch (UnusableHashException e) {
                throw new AssertionError(e);
            }
        });
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        budget.giveBack(60 << 10);
        second.join();
        budget.giveBack(60 << 10);
    }
}
