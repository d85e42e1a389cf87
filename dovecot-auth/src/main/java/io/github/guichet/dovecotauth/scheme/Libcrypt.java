package io.github.guichet.dovecotauth.scheme;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The system's {@code crypt_r}, for what no Java library knows: {@code $y$} (yescrypt, Debian's own choice), {@code $gy$}, {@code $7$}
 * and older kinds. The library is looked for when the first such hash comes, because loading it takes a tenth of a second.
 */
final class Libcrypt {

    /** More than {@code struct crypt_data} of either glibc or libxcrypt. */
    private static final int DATA = 256 << 10;

    private final LibcryptCost cost;
    private final MemoryBudget budget;
    private final Supplier<Function> loader;
    private @Nullable Function cryptR;

    Libcrypt(SchemeLimits limits, MemoryBudget budget) {
        this(limits, budget, () -> NativeLibrary.getInstance("libcrypt.so.1").getFunction("crypt_r"));
    }

    /** With another way to find {@code crypt_r}; it throws a {@link LinkageError} where there is none. */
    Libcrypt(SchemeLimits limits, MemoryBudget budget, Supplier<Function> loader) {
        this.cost = new LibcryptCost(limits);
        this.budget = budget;
        this.loader = loader;
    }

    /** Hashes a password as {@code setting} says. */
    String hash(byte[] password, String setting) throws UnusableHashException {
        long memory = cost.memory(setting);
        Function function = function();
        budget.take(memory);
        try (Memory data = new Memory(DATA)) {
            data.clear();
            Object[] arguments = {terminated(password), terminated(setting.getBytes(StandardCharsets.ISO_8859_1)), data
            };
            String hash = function.invokeString(arguments, false);
            data.clear();
            // A library that does not know a kind answers nothing, or a token that no password fits.
            if (hash == null || hash.startsWith("*")) {
                throw new UnusableHashException("is of a kind that libcrypt.so.1 does not know, or broken");
            }
            return hash;
        } finally {
            budget.giveBack(memory);
        }
    }

    private synchronized Function function() throws UnusableHashException {
        try {
            Function found = cryptR == null ? loader.get() : cryptR;
            cryptR = found;
            return found;
        } catch (LinkageError e) {
            throw new UnusableHashException("needs libcrypt.so.1, which cannot be loaded: " + firstLine(e));
        }
    }

    private static byte[] terminated(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static String firstLine(LinkageError e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
