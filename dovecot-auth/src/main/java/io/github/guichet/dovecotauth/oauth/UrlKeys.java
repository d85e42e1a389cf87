package io.github.guichet.dovecotauth.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import io.github.guichet.server.RepeatedLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keys at an address. They are used while they are fetched again, and go on being used, for a time, when that fails. There is one
 * fetch at a time; a token with an unknown key causes one at most every {@link #BETWEEN}, and none for {@link #PAUSE} after a failure,
 * so that nobody can make this host ask the provider all day.
 */
final class UrlKeys implements KeySource {

    /** Between a success and the next fetch for an unknown key. */
    static final Duration BETWEEN = Duration.ofSeconds(30);

    /** After a failure. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final RepeatedLog log = new RepeatedLog(LoggerFactory.getLogger(UrlKeys.class));
    private final HttpClient http;
    private final HttpRequest request;
    private final Duration refresh;
    private final Duration keep;
    private final Duration deadline;
    private final LongSupplier clock;

    private @Nullable JWKSet keys;
    private long fetchedAt;
    private @Nullable KeysUnavailableException failure;
    private long failedAt;
    private @Nullable CompletableFuture<JWKSet> flight;

    UrlKeys(URI url, OAuthConfig config, LongSupplier clock) {
        this.refresh = config.refresh();
        this.keep = config.keep();
        this.deadline = config.deadline();
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(deadline)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.request = HttpRequest.newBuilder(url)
                .timeout(deadline)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
    }

    @Override
    public Optional<JWKSet> current() {
        JWKSet known;
        boolean fetch;
        synchronized (this) {
            known = keys;
            if (known == null || since(fetchedAt).compareTo(keep) > 0) {
                return Optional.empty();
            }
            fetch = since(fetchedAt).compareTo(refresh) > 0;
        }
        if (fetch) {
            // Failures are logged where they are noted; the keys that are there serve on.
            renewed();
        }
        return Optional.of(known);
    }

    @Override
    public CompletableFuture<JWKSet> renewed() {
        CompletableFuture<JWKSet> mine = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<JWKSet> running = flight;
            if (running != null) {
                return running;
            }
            JWKSet known = keys;
            if (known != null && since(fetchedAt).compareTo(BETWEEN) < 0) {
                return CompletableFuture.completedFuture(known);
            }
            KeysUnavailableException last = failure;
            if (last != null && since(failedAt).compareTo(PAUSE) < 0) {
                return CompletableFuture.failedFuture(last);
            }
            flight = mine;
        }
        fetch().whenComplete((fetched, trouble) -> landed(mine, fetched, trouble));
        return mine;
    }

    private CompletableFuture<JWKSet> fetch() {
        CompletableFuture<HttpResponse<String>> exchange =
                http.sendAsync(request, head -> new LimitedBody(KeySets.LONGEST));
        CompletableFuture<JWKSet> keys =
                exchange.thenApply(this::parsed).orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
        keys.whenComplete((set, trouble) -> exchange.cancel(true));
        return keys;
    }

    private JWKSet parsed(HttpResponse<String> response) {
        try {
            if (response.statusCode() != 200) {
                throw new KeysUnavailableException(request.uri() + " answered with status " + response.statusCode());
            }
            return KeySets.parse(response.body(), request.uri().toString());
        } catch (KeysUnavailableException e) {
            throw new CompletionException(e);
        }
    }

    private void landed(CompletableFuture<JWKSet> mine, @Nullable JWKSet fetched, @Nullable Throwable trouble) {
        KeysUnavailableException reason = null;
        synchronized (this) {
            flight = null;
            if (fetched != null) {
                keys = fetched;
                fetchedAt = clock.getAsLong();
                failure = null;
            } else {
                reason = reason(trouble);
                failure = reason;
                failedAt = clock.getAsLong();
            }
        }
        if (reason != null) {
            log.warn("keys", "keys for access tokens: {}", reason.reason());
            mine.completeExceptionally(reason);
        } else if (fetched != null) {
            mine.complete(fetched);
        }
    }

    private KeysUnavailableException reason(@Nullable Throwable trouble) {
        Throwable cause =
                trouble instanceof CompletionException && trouble.getCause() != null ? trouble.getCause() : trouble;
        return cause instanceof KeysUnavailableException known
                ? known
                : new KeysUnavailableException("cannot fetch " + request.uri() + ": " + cause);
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(clock.getAsLong() - nanos);
    }
}
