package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.account.Lockouts;
import java.net.InetAddress;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who gets in, and what is known of users: the one place that all protocols and mechanisms ask. Safe for use by many threads;
 * hashing has threads of its own, everything else happens where the caller or the source stands.
 */
public final class Authenticator implements Login, UserRecords, AutoCloseable {

    private final LoginFlow flow;
    private final ProofFlow proofs;
    private final UserLookup users;
    private final Forgetting forgetting;
    private final HashPool pool;
    private final ProxyHosts proxies;
    private final Memory memory;

    /**
     * What is remembered of log-ins.
     *
     * @param config by which it is remembered
     */
    private record Memory(
            LoginConfig config,
            Fingerprints fingerprints,
            VerifiedPasswords verified,
            Aliases aliases,
            Penalties penalties) {

        static Memory empty(LoginConfig config, Ticker ticker) {
            Fingerprints fingerprints = new Fingerprints();
            return new Memory(
                    config,
                    fingerprints,
                    verified(config, fingerprints, ticker),
                    new Aliases(),
                    new Penalties(config, fingerprints, ticker));
        }

        private static VerifiedPasswords verified(LoginConfig config, Fingerprints fingerprints, Ticker ticker) {
            return new VerifiedPasswords(fingerprints, config.verifiedLife(), config.verifiedEntries(), ticker);
        }

        /** What of it still holds with other settings. */
        Memory with(LoginConfig other, boolean sameAccounts, Ticker ticker) {
            boolean sameLife = config.verifiedLife().equals(other.verifiedLife())
                    && config.verifiedEntries() == other.verifiedEntries();
            boolean samePenalties = config.throttle().equals(other.throttle())
                    && config.failureDelay().equals(other.failureDelay())
                    && config.longestDelay().equals(other.longestDelay());
            return new Memory(
                    other,
                    fingerprints,
                    sameLife && sameAccounts ? verified : verified(other, fingerprints, ticker),
                    sameAccounts ? aliases : new Aliases(),
                    samePenalties ? penalties : new Penalties(other, fingerprints, ticker));
        }
    }

    /**
     * Decides log-ins to these accounts; begins to warm up the hashing at once, on its own threads.
     *
     * @param lockouts whoever is locked is kept out as if the account were inactive, also while nobody can say whether the
     *     password is right. Mail to him is still delivered
     */
    public Authenticator(
            Accounts accounts, PasswordSchemes schemes, LoginConfig config, AuthObserver observer, Lockouts lockouts) {
        this(accounts, schemes, config, observer, lockouts, outside());
        WarmUp.begin(schemes, pool);
    }

    /**
     * Takes the place of another one, and goes on with what that one remembers of guesses and, if the accounts are the same, of verified
     * passwords; as far as the settings for it are the same. Other parameters as above.
     *
     * @param sameAccounts whether a user of then is the same user now
     */
    public Authenticator(
            Accounts accounts,
            PasswordSchemes schemes,
            LoginConfig config,
            AuthObserver observer,
            Lockouts lockouts,
            Authenticator before,
            boolean sameAccounts) {
        this(
                accounts,
                schemes,
                config,
                observer,
                lockouts,
                outside(),
                before.memory.with(config, sameAccounts, Ticker.systemTicker()));
    }

    private static Surroundings outside() {
        return new Surroundings(
                Ticker.systemTicker(),
                InstantSource.system(),
                ZoneId.systemDefault(),
                InetAddress::getByName,
                LoggerFactory.getLogger(FailureLog.LOGGER));
    }

    /** What is outside: time, names, the log. */
    record Surroundings(Ticker ticker, InstantSource clock, ZoneId zone, ProxyHosts.Resolver resolver, Logger log) {}

    Authenticator(
            Accounts accounts,
            PasswordSchemes schemes,
            LoginConfig config,
            AuthObserver observer,
            Lockouts lockouts,
            Surroundings outside) {
        this(accounts, schemes, config, observer, lockouts, outside, Memory.empty(config, outside.ticker()));
    }

    private Authenticator(
            Accounts accounts,
            PasswordSchemes schemes,
            LoginConfig config,
            AuthObserver observer,
            Lockouts lockouts,
            Surroundings outside,
            Memory memory) {
        this.memory = memory;
        Ticker ticker = outside.ticker();
        this.pool = new HashPool(config.hashThreads(), config.hashQueue());
        this.proxies = new ProxyHosts(outside.resolver());
        Fingerprints fingerprints = memory.fingerprints();
        VerifiedPasswords verified = memory.verified();
        Aliases aliases = memory.aliases();
        LockedNames locked = new LockedNames(lockouts, aliases);
        Verdicts verdicts = new Verdicts(memory.penalties(), new FailureLog(outside.log()), observer, locked);
        UserFields userFields = new UserFields(accounts.userDefaults(), ticker);
        StoredPasswords stored = new StoredPasswords(schemes, accounts.defaultScheme(), pool, verified);
        this.users = new UserLookup(accounts, userFields, aliases, locked, outside.clock(), outside.zone());
        this.forgetting = new Forgetting(accounts, config.masterUsers(), aliases, verified);
        ScramLookup scrams = new ScramLookup(schemes, stored, pool, fingerprints, ticker);
        this.proofs = new ProofFlow(accounts, config, scrams, verdicts, fingerprints);
        this.flow = new LoginFlow(
                accounts,
                config,
                new PasswordCheck(accounts.passwords(), accounts.bind(), stored, verified, config.staleLogins()),
                config.masterUsers()
                        .map(table -> new PasswordCheck(
                                Optional.of(table), Optional.empty(), stored, verified, config.staleLogins())),
                scrams,
                new Admission(
                        accounts, userFields, proxies, aliases, locked, verdicts, outside.clock(), outside.zone()),
                verdicts,
                fingerprints);
    }

    @Override
    public CompletableFuture<LoginResult> password(
            LoginRequest request, String authorization, String user, String password) {
        return flow.password(request, authorization, user, password);
    }

    @Override
    public CompletableFuture<ScramCredentials> scram(LoginRequest request, String user, ScramHash hash) {
        return proofs.scram(request, user, hash);
    }

    @Override
    public CompletableFuture<LoginResult> proven(LoginRequest request, String authorization, String user) {
        return flow.proven(request, authorization, user);
    }

    @Override
    public CompletableFuture<LoginResult> refuse(LoginRequest request, String user, String why) {
        return proofs.refuse(request, user, why);
    }

    @Override
    public CompletableFuture<AccountAnswer> user(String user, Map<String, String> facts) {
        return users.user(user, facts);
    }

    @Override
    public CompletableFuture<AccountAnswer> pass(String user, Map<String, String> facts, boolean withPassword) {
        return users.pass(user, facts, withPassword);
    }

    @Override
    public Keys users() {
        return users.users();
    }

    /** How much is to be hashed. */
    public HashQueue hashQueue() {
        return pool.state();
    }

    @Override
    public long forget(String user) {
        return forgetting.forget(user);
    }

    /**
     * Forgets what is cached of several users, such as those of a domain.
     *
     * @param users by their names after normalising
     * @return how many records were forgotten
     */
    public long forgetIf(Predicate<String> users) {
        return forgetting.forgetIf(users);
    }

    /** How many passwords wait to be hashed. */
    public int waiting() {
        return pool.waiting();
    }

    /** Stops the threads; what waits for one is "unavailable". */
    @Override
    public void close() {
        pool.close();
        proxies.close();
    }
}
