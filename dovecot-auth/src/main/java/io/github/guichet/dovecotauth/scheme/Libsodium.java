package io.github.guichet.dovecotauth.scheme;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Argon2 by libsodium, which Dovecot uses itself: half the time of Java's, and its memory is not in the heap, where it would also
 * make pauses for everybody. Where the library is missing, Java does the same. It is looked for when it is first wanted.
 */
final class Libsodium {

    private static final int SALT = 16;
    private static final int LEAST_HASH = 16;
    private static final int LEAST_PASSES_I = 3;

    private final MemoryBudget budget;
    private final Supplier<NativeLibrary> loader;
    private boolean looked;
    private @Nullable Function function;

    Libsodium(MemoryBudget budget) {
        this(budget, () -> NativeLibrary.getInstance("libsodium.so.23"));
    }

    /** With another way to find the library; it throws a {@link LinkageError} where there is none. */
    Libsodium(MemoryBudget budget, Supplier<NativeLibrary> loader) {
        this.budget = budget;
        this.loader = loader;
    }

    /**
     * A hash; empty if the library is not there or does not take such parameters, for then Java has to do it.
     *
     * @throws UnusableHashException if it takes more memory than allowed, or the system does not give it
     */
    Optional<byte[]> hash(Argon2 parameters, byte[] password) throws UnusableHashException {
        boolean takes = parameters.lanes() == 1
                && parameters.salt().length == SALT
                && parameters.length() >= LEAST_HASH
                && parameters.passes() >= (parameters.mixed() ? 1 : LEAST_PASSES_I);
        Optional<Function> pwhash = takes ? function() : Optional.empty();
        if (pwhash.isEmpty()) {
            return Optional.empty();
        }
        byte[] hash = new byte[parameters.length()];
        Object[] arguments = {
            hash,
            (long) hash.length,
            password,
            (long) password.length,
            parameters.salt(),
            (long) parameters.passes(),
            parameters.bytes(),
            parameters.mixed() ? 2 : 1
        };
        budget.take(parameters.bytes());
        try {
            if (pwhash.get().invokeInt(arguments) != 0) {
                throw new UnusableHashException("was not verified, because there are not " + (parameters.bytes() >> 10)
                        + " kB of memory for it");
            }
            return Optional.of(hash);
        } finally {
            budget.giveBack(parameters.bytes());
        }
    }

    private synchronized Optional<Function> function() {
        if (!looked) {
            looked = true;
            try {
                NativeLibrary library = loader.get();
                // Finds out what the processor can do; before it everything works, but slowly.
                if (library.getFunction("sodium_init").invokeInt(new Object[0]) >= 0) {
                    function = library.getFunction("crypto_pwhash");
                }
            } catch (LinkageError e) {
                function = null;
            }
        }
        return Optional.ofNullable(function);
    }
}
