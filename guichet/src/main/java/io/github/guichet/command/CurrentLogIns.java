package io.github.guichet.command;

import io.github.guichet.dovecotauth.login.Authenticator;
import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.ScramCredentials;
import io.github.guichet.dovecotauth.login.UserRecords;
import io.github.guichet.dovecotauth.oauth.TokenCheck;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import io.github.guichet.lookup.dict.DictStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/**
 * Log-ins, user records, tokens and values as the current generation knows them. An exchange with a client may take minutes; each of its
 * steps asks anew.
 */
final class CurrentLogIns implements Login, UserRecords, TokenCheck, DictStore {

    private static final String GONE = "log-ins are not served any more";

    private final Generations generations;

    CurrentLogIns(Generations generations) {
        this.generations = generations;
    }

    private <T> CompletableFuture<T> ask(Function<Authenticator, CompletableFuture<T>> question, T otherwise) {
        return generations
                .<LogIns, T>ask(Generation::logIns, logIns -> question.apply(logIns.authenticator()))
                .orElseGet(() -> CompletableFuture.completedFuture(otherwise));
    }

    @Override
    public CompletableFuture<LoginResult> password(
            LoginRequest request, String authorization, String user, String password) {
        return ask(a -> a.password(request, authorization, user, password), new LoginResult.Unavailable("", GONE));
    }

    @Override
    public CompletableFuture<ScramCredentials> scram(LoginRequest request, String user, ScramHash hash) {
        return ask(a -> a.scram(request, user, hash), new ScramCredentials.Unavailable(GONE));
    }

    @Override
    public CompletableFuture<LoginResult> proven(LoginRequest request, String authorization, String user) {
        return ask(a -> a.proven(request, authorization, user), new LoginResult.Unavailable("", GONE));
    }

    @Override
    public CompletableFuture<LoginResult> refuse(LoginRequest request, String user, String why) {
        return ask(a -> a.refuse(request, user, why), new LoginResult.Unavailable("", GONE));
    }

    @Override
    public CompletableFuture<AccountAnswer> user(String user, Map<String, String> facts) {
        return ask(a -> a.user(user, facts), new AccountAnswer.Unavailable(GONE));
    }

    @Override
    public CompletableFuture<AccountAnswer> pass(String user, Map<String, String> facts, boolean withPassword) {
        return ask(a -> a.pass(user, facts, withPassword), new AccountAnswer.Unavailable(GONE));
    }

    @Override
    public Keys users() {
        try (Generations.Lease lease = generations.lease()) {
            return lease.generation()
                    .logIns()
                    .map(logIns -> logIns.authenticator().users())
                    .orElseGet(() -> new Keys.Unavailable(GONE));
        }
    }

    @Override
    public long forget(String user) {
        Lock lock = generations.forgetting();
        lock.lock();
        try {
            return generations
                    .newest(Generation::logIns)
                    .map(logIns -> logIns.authenticator().forget(user))
                    .orElse(0L);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Verdict> check(String token) {
        return generations
                .ask(generation -> generation.logIns().flatMap(LogIns::tokens), tokens -> tokens.check(token))
                .orElseGet(() -> CompletableFuture.completedFuture(new Verdict.Unavailable(GONE)));
    }

    private static Optional<DictStore> store(Generation generation, String key) {
        return generation.running().dicts().stream()
                .filter(store -> store.serves(key))
                .findFirst();
    }

    @Override
    public boolean serves(String key) {
        return store(generations.current(), key).isPresent();
    }

    @Override
    public CompletableFuture<Answer> read(String user, String key) {
        return generations
                .ask(generation -> store(generation, key), store -> store.read(user, key))
                .orElseGet(() -> CompletableFuture.completedFuture(new Answer.Unavailable(GONE)));
    }

    @Override
    public CompletableFuture<DictCommit> commit(String user, List<DictChange> changes) {
        return generations
                .ask(generation -> store(generation, changes.get(0).key()), store -> commit(store, user, changes))
                .orElseGet(() -> CompletableFuture.completedFuture(new DictCommit.Failed(GONE)));
    }

    private static CompletableFuture<DictCommit> commit(DictStore store, String user, List<DictChange> changes) {
        return changes.stream().allMatch(change -> store.serves(change.key()))
                ? store.commit(user, changes)
                : CompletableFuture.completedFuture(
                        new DictCommit.Failed("the keys of one transaction belong to different stores"));
    }
}
