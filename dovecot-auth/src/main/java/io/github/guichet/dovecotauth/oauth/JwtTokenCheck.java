package io.github.guichet.dovecotauth.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.text.ParseException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens that are signed JWTs against the provider's keys. Signatures are checked on a few threads of its own; when too many
 * wait for them, a token cannot be checked for now.
 *
 * <p>A token signed by an unknown key is bad only if the keys are known to be the latest; if they cannot be had, nobody can say.
 */
public final class JwtTokenCheck implements TokenCheck, AutoCloseable {

    private static final int WAITING = 256;

    private final TokenRules rules;
    private final KeySource keys;
    private final ThreadPoolExecutor threads;

    /** One that reads or fetches keys when the first token comes. */
    public JwtTokenCheck(OAuthConfig config) {
        this(config, source(config));
    }

    JwtTokenCheck(OAuthConfig config, KeySource keys) {
        this.rules = new TokenRules(config);
        this.keys = keys;
        int cores = Runtime.getRuntime().availableProcessors();
        this.threads = new ThreadPoolExecutor(
                cores,
                cores,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                new DefaultThreadFactory("guichet-token", true));
        this.threads.allowCoreThreadTimeOut(true);
    }

    private static KeySource source(OAuthConfig config) {
        if (config.keys() instanceof KeyLocation.File file) {
            return new FileKeys(file.path());
        }
        return new UrlKeys(((KeyLocation.Url) config.keys()).url(), config, System::nanoTime);
    }

    @Override
    public CompletableFuture<Verdict> check(String token) {
        SignedJWT parsed;
        try {
            parsed = SignedJWT.parse(token);
        } catch (ParseException e) {
            return CompletableFuture.completedFuture(TokenRules.invalid("not a signed JWT"));
        }
        if (!rules.accepts(parsed.getHeader().getAlgorithm())) {
            return CompletableFuture.completedFuture(
                    TokenRules.invalid("signatures of this algorithm are not accepted"));
        }
        try {
            return CompletableFuture.supplyAsync(() -> check(parsed), threads)
                    .thenCompose(verdict -> verdict)
                    .exceptionally(JwtTokenCheck::failed);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new Verdict.Unavailable("too many tokens wait to be checked"));
        }
    }

    private CompletableFuture<Verdict> check(SignedJWT token) {
        Optional<JWKSet> current = keys.current();
        if (current.isPresent() && TokenRules.known(token, current.get())) {
            return CompletableFuture.completedFuture(rules.check(token, current.get()));
        }
        return keys.renewed()
                .thenApplyAsync(
                        renewed -> TokenRules.known(token, renewed)
                                ? rules.check(token, renewed)
                                : TokenRules.invalid("signed by a key that the provider does not have"),
                        threads);
    }

    private static Verdict failed(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Verdict.Unavailable(
                cause instanceof KeysUnavailableException known
                        ? known.reason()
                        : "a token could not be checked: " + cause);
    }

    /** Takes no more tokens; those that wait are checked. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
