package io.github.guichet.dovecotauth.login;

import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.StoredPassword;
import io.github.guichet.dovecotauth.scheme.Verification;
import io.github.guichet.lookup.account.AccountRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Compares a password with those of an account's records. Quick schemes are compared where the caller stands; what was verified
 * a short time ago is not hashed again; the rest is hashed on the pool's threads, one after the other until one fits.
 */
final class StoredPasswords {

    /** What came of it. */
    sealed interface Result {
        /** This record's password fits. */
        record Fits(AccountRecord record) implements Result {}

        /** None fits. */
        record None() implements Result {}

        /** The network was throttled meanwhile; nothing was hashed. */
        record Throttled() implements Result {}

        /** None of those that could be compared fits, and something could not. */
        record Unavailable(String reason) implements Result {}
    }

    private static final Result BUSY = new Result.Unavailable("too many passwords wait to be hashed");

    private record Candidate(AccountRecord record, String text, StoredPassword stored) {
        /** Shows no stored password. */
        @Override
        public String toString() {
            return "Candidate[" + stored + "]";
        }
    }

    private final PasswordSchemes schemes;
    private final String defaultScheme;
    private final HashPool pool;
    private final VerifiedPasswords verified;

    StoredPasswords(PasswordSchemes schemes, String defaultScheme, HashPool pool, VerifiedPasswords verified) {
        this.schemes = schemes;
        this.defaultScheme = defaultScheme;
        this.pool = pool;
        this.verified = verified;
    }

    /** The stored password of a record, taken apart. */
    Optional<StoredPassword> of(AccountRecord record) {
        return text(record).map(text -> parse(record, text));
    }

    private StoredPassword parse(AccountRecord record, String text) {
        // A value of password_noscheme may begin with a brace that is part of the password.
        return record.has("password")
                ? schemes.parse(text, defaultScheme)
                : schemes.parse("{" + defaultScheme + "}" + text, defaultScheme);
    }

    private static Optional<String> text(AccountRecord record) {
        return record.field("password").or(() -> record.field("password_noscheme"));
    }

    /** Whether any password lets in: {@code nopassword} counts only if the record holds none, as in Dovecot. */
    boolean anyPassword(AccountRecord record) {
        return record.has("nopassword")
                && !record.has("noauthenticate")
                && of(record).filter(stored -> !stored.value().isEmpty()).isEmpty();
    }

    /** Whether a record holds no password at all. */
    static boolean holdsNone(AccountRecord record) {
        return text(record).isEmpty();
    }

    /**
     * Compares.
     *
     * @param user the name that the records were found by
     * @param given the name as the client wrote it: a stored DIGEST-MD5 depends on it
     * @param password an empty one fits only where any does
     * @param throttled asked before hashing
     */
    CompletableFuture<Result> compare(
            String user, String given, List<AccountRecord> records, String password, BooleanSupplier throttled) {
        List<Candidate> slow = new ArrayList<>();
        String unusable = "";
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        for (AccountRecord record : records) {
            if (anyPassword(record)) {
                return done(new Result.Fits(record));
            }
            Optional<String> text = text(record);
            if (password.isEmpty() || text.isEmpty()) {
                continue;
            }
            StoredPassword stored = parse(record, text.get());
            if (!schemes.isQuick(stored)) {
                if (verified.knows(user, text.get(), password)) {
                    return done(new Result.Fits(record));
                }
                slow.add(new Candidate(record, text.get(), stored));
                continue;
            }
            Verification verification = verify(stored, given, bytes);
            if (verification instanceof Verification.Match) {
                return done(new Result.Fits(record));
            }
            unusable = unusable(verification, unusable);
        }
        if (slow.isEmpty()) {
            return done(none(unusable));
        }
        String before = unusable;
        return pool.run(() -> hash(user, given, slow, password, before, throttled), () -> BUSY);
    }

    private Result hash(
            String user,
            String given,
            List<Candidate> slow,
            String password,
            String unusableBefore,
            BooleanSupplier throttled) {
        if (throttled.getAsBoolean()) {
            return new Result.Throttled();
        }
        String unusable = unusableBefore;
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        for (Candidate candidate : slow) {
            Verification verification = verify(candidate.stored(), given, bytes);
            if (verification instanceof Verification.Match) {
                verified.remember(user, candidate.text(), password);
                return new Result.Fits(candidate.record());
            }
            unusable = unusable(verification, unusable);
        }
        return none(unusable);
    }

    private Verification verify(StoredPassword stored, String given, byte[] password) {
        try {
            return schemes.verify(stored, given, password);
        } catch (RuntimeException e) {
            // Its message may hold the stored password.
            return new Verification.Unusable("the stored " + stored.scheme() + " password cannot be read: "
                    + e.getClass().getSimpleName());
        }
    }

    private static String unusable(Verification verification, String before) {
        return verification instanceof Verification.Unusable problem ? problem.reason() : before;
    }

    private static Result none(String unusable) {
        return unusable.isEmpty() ? new Result.None() : new Result.Unavailable(unusable);
    }

    private static CompletableFuture<Result> done(Result result) {
        return CompletableFuture.completedFuture(result);
    }
}
