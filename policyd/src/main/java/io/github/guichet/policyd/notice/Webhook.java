package io.github.guichet.policyd.notice;

import io.github.guichet.server.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts notices as JSON. With a secret each has the header
 *
 * <pre>{@code
 * Guichet-Signature: t=1795284000,v1=HEX
 * }</pre>
 *
 * <p>HEX is the HMAC-SHA256 with the secret as key over the number behind {@code t=}, a dot, and the body's bytes; {@code t} is the
 * time of sending in seconds since 1970. A redirect is a failure: what is told is for that host and no other. The body of the
 * answer is not read.
 */
final class Webhook implements Channel {

    /** For one try, connecting included. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;

    private final WebhookConfig config;
    private final InstantSource clock;
    private final Duration longest;
    private final ExecutorService threads;
    private final HttpClient http;

    Webhook(WebhookConfig config, InstantSource clock, Duration longest) {
        this.config = config;
        this.clock = clock;
        this.longest = longest;
        this.threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "guichet-webhook");
            thread.setDaemon(true);
            return thread;
        });
        this.http = HttpClient.newBuilder()
                .connectTimeout(longest)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
    }

    @Override
    public NoticeObserver.Way way() {
        return NoticeObserver.Way.WEBHOOK;
    }

    @Override
    public String send(Notice notice) throws NoticeException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> exchange = http.sendAsync(request(notice), head -> new NoBody());
        try {
            return judged(exchange.get(longest.toNanos(), TimeUnit.NANOSECONDS).statusCode());
        } catch (TimeoutException e) {
            throw new NoticeException(config.where() + " did not answer in " + longest.toMillis() + " ms", true);
        } catch (ExecutionException e) {
            // The message of some causes holds the address with its token.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new NoticeException(
                    config.where() + " cannot be reached: " + cause.getClass().getSimpleName(), true);
        } finally {
            exchange.cancel(true);
        }
    }

    private String judged(int status) throws NoticeException {
        String said = config.where() + " answered with status " + status;
        if (status >= 200 && status < 300) {
            return said;
        }
        boolean again = status >= 500 || status == REQUEST_TIMEOUT || status == TOO_EARLY || status == TOO_MANY;
        throw new NoticeException(status / 100 == 3 ? said + ", and redirects are not followed" : said, again);
    }

    private HttpRequest request(Notice notice) {
        String body = body(notice);
        HttpRequest.Builder request = HttpRequest.newBuilder(target(config.url()))
                .timeout(longest)
                .header("Content-Type", "application/json")
                .header("User-Agent", "guichet")
                .header("Guichet-Notice", notice.id())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        Optional<Secret> secret = config.secret();
        if (secret.isPresent()) {
            long time = clock.instant().getEpochSecond();
            request.header("Guichet-Signature", "t=" + time + ",v1=" + signature(secret.get(), time, body));
        }
        return request.build();
    }

    private static URI target(URI url) {
        return url.getRawPath().isEmpty() ? url.resolve("/") : url;
    }

    static String signature(Secret secret, long time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JRE has HmacSHA256", e);
        }
    }

    static String body(Notice notice) {
        Breach breach = notice.breach();
        NoticeText text = new NoticeText(notice);
        return new JsonText()
                .with("event", notice.test() ? "test" : "breach")
                .with("id", notice.id())
                .with("time", breach.at().toString())
                .with("host", notice.host())
                .with("kind", text.kind())
                .with("rule", NoticeText.clean(breach.rule()))
                .with("login", NoticeText.clean(breach.login()))
                .with("subject", NoticeText.clean(breach.subject()))
                .with("used", breach.usage().used())
                .with("limit", breach.usage().limit().most())
                .with("window_seconds", breach.usage().limit().window().toSeconds())
                .with("action", NoticeText.clean(breach.action()))
                .with("locked", notice.lock() == Notice.Lock.LOCKED || notice.lock() == Notice.Lock.BEFORE)
                .with("networks", NoticeText.clean(breach.clients()))
                .with("recipient_domains", NoticeText.clean(breach.recipientDomains()))
                .with("commands", text.commands())
                .with("text", text.subject())
                .end();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
