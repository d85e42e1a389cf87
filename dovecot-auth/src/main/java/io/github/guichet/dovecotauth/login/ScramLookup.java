package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.guichet.dovecotauth.login.Fingerprints.Fingerprint;
import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.dovecotauth.scheme.ScramSecret;
import io.github.guichet.dovecotauth.scheme.StoredPassword;
import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What SCRAM needs, from stored passwords. Secrets that are derived from a plain-text password are kept for an hour of use,
 * because deriving takes milliseconds; their salt is the one that the name would have if nobody had it.
 */
final class ScramLookup {

    private static final int ITERATIONS = 4096;
    private static final int SALT = 16;
    private static final int DERIVED = 10_000;

    /** How real ones look, so that made-up ones look the same. */
    private record Look(int iterations, int salt) {}

    private final PasswordSchemes schemes;
    private final StoredPasswords stored;
    private final HashPool pool;
    private final Fingerprints fingerprints;
    private final Cache<Fingerprint, ScramSecret> derived;
    private final Map<ScramHash, Look> looks = new ConcurrentHashMap<>();

    ScramLookup(
            PasswordSchemes schemes, StoredPasswords stored, HashPool pool, Fingerprints fingerprints, Ticker ticker) {
        this.schemes = schemes;
        this.stored = stored;
        this.pool = pool;
        this.fingerprints = fingerprints;
        this.derived = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .maximumSize(DERIVED)
                .expireAfterAccess(Duration.ofHours(1))
                .build();
    }

    /** The first record whose password can serve the mechanism. */
    Optional<AccountRecord> usable(List<AccountRecord> records, ScramHash hash) {
        return records.stream()
                .filter(record -> stored.of(record)
                        .filter(password -> !password.value().isEmpty() && schemes.canScram(password.scheme(), hash))
                        .isPresent())
                .findFirst();
    }

    /** The secret of an account; made up if its password cannot serve. */
    CompletableFuture<ScramCredentials> of(String user, List<AccountRecord> records, ScramHash hash) {
        Optional<AccountRecord> record = usable(records, hash);
        if (record.isEmpty()) {
            return CompletableFuture.completedFuture(madeUp(user, hash));
        }
        StoredPassword password = stored.of(record.get()).orElseThrow();
        if (password.scheme().equals(hash.mechanism())) {
            return CompletableFuture.completedFuture(schemes.scram(password, hash, salt(user, hash, SALT))
                    .map(s -> known(s))
                    .orElseGet(() -> broken(password)));
        }
        Fingerprint entry = fingerprints.of("scram", hash.mechanism(), user, password.scheme(), password.value());
        ScramSecret kept = derived.getIfPresent(entry);
        if (kept != null) {
            return CompletableFuture.completedFuture(known(kept));
        }
        return pool.run(
                () -> schemes.scram(password, hash, salt(user, hash, SALT))
                        .map(secret -> known(kept(entry, secret)))
                        .orElseGet(() -> broken(password)),
                () -> new ScramCredentials.Unavailable("too many passwords wait to be hashed"));
    }

    /** The one that was kept first, if two were derived at the same time. */
    private ScramSecret kept(Fingerprint entry, ScramSecret secret) {
        ScramSecret before = derived.asMap().putIfAbsent(entry, secret);
        return before == null ? secret : before;
    }

    private ScramCredentials known(ScramSecret secret) {
        looks.put(secret.hash(), new Look(secret.iterations(), secret.salt().length));
        return new ScramCredentials.Known(secret);
    }

    private static ScramCredentials broken(StoredPassword password) {
        return new ScramCredentials.Unavailable("the stored " + password.scheme() + " password cannot be used");
    }

    /** A secret that nobody has, always the same for a name while this process runs. */
    ScramCredentials madeUp(String user, ScramHash hash) {
        Look look = looks.getOrDefault(hash, new Look(ITERATIONS, SALT));
        byte[] storedKey = fingerprints.bytes("stored key", hash.mechanism(), user);
        byte[] serverKey = fingerprints.bytes("server key", hash.mechanism(), user);
        return new ScramCredentials.Known(new ScramSecret(
                hash,
                look.iterations(),
                salt(user, hash, look.salt()),
                Arrays.copyOf(storedKey, hash.length()),
                Arrays.copyOf(serverKey, hash.length())));
    }

    /** The same for a name while this process runs, whether its secret is derived or made up. */
    private byte[] salt(String user, ScramHash hash, int length) {
        byte[] salt = fingerprints.bytes("salt", hash.mechanism(), user);
        return Arrays.copyOf(salt, Math.min(salt.length, length));
    }

    /** The hash function of a mechanism's name; empty if it is not SCRAM. */
    static Optional<ScramHash> hashOf(String mechanism) {
        return Arrays.stream(ScramHash.values())
                .filter(hash -> hash.mechanism().equals(mechanism))
                .findFirst();
    }
}
