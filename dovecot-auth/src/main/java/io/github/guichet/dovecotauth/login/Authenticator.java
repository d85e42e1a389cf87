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

    /**
     * Decides log-ins to these accounts; begins to warm up the hashing at once, on its own threads.
     *
     * @param lockouts whoever is locked is kept out as if the account were inactive, also while nobody can say whether the
     *     password is right. Mail to him is still delivered
     */
    public Authenticator(
            Accounts accounts, PasswordSchemes schemes, LoginConfig config, AuthObserver observer, Lockouts lockouts) {
        this(
                accounts,
                schemes,
                config,
                observer,
                lockouts,
                new Surroundings(
                        Ticker.systemTicker(),
                        InstantSource.system(),
                        ZoneId.systemDefault(),
                        InetAddress::getByName,
                        LoggerFactory.getLogger(FailureLog.LOGGER)));
        WarmUp.begin(schemes, pool);
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
        Ticker ticker = outside.ticker();
        this.pool = new HashPool(config.hashThreads(), config.hashQueue());
        this.proxies = new ProxyHosts(outside.resolver());
        Fingerprints fingerprints = new Fingerprints();
        VerifiedPasswords verified =
                new VerifiedPasswords(fingerprints, config.verifiedLife(), config.verifiedEntries(), ticker);
        Aliases aliases = new Aliases();
        LockedNames locked = new LockedNames(lockouts, aliases);
        Verdicts verdicts = new Verdicts(
                new Penalties(config, fingerprints, ticker), new FailureLog(outside.log()), observer, locked);
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
