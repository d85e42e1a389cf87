package io.github.guichet.dovecotauth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict.Invalid;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict.Unavailable;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict.Valid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySourcesTest {

    private static final String OLD = TokenMaker.signed(TokenMaker.RSA, TokenMaker.claims());
    private static final String NEW = TokenMaker.signed(TokenMaker.EC, TokenMaker.claims());

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private HttpServer provider;
    private volatile String answer = TokenMaker.published(TokenMaker.RSA);
    private volatile int status = 200;
    private volatile boolean hangs;

    KeySourcesTest() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        provider.setExecutor(handlers);
        provider.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, hangs ? body.length + 1L : body.length);
            exchange.getResponseBody().write(body);
            if (hangs) {
                exchange.getResponseBody().flush();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.close();
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        provider.stop(0);
        handlers.shutdownNow();
    }

    private OAuthConfig config(Duration deadline) {
        OAuthConfig all = OAuthConfig.with(new KeyLocation.Url(
                URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys")));
        return new OAuthConfig(
                all.keys(),
                all.algorithms(),
                all.issuers(),
                all.audiences(),
                all.scopes(),
                all.userClaim(),
                all.skew(),
                all.refresh(),
                all.keep(),
                deadline);
    }

    private UrlKeys source(Duration deadline) {
        OAuthConfig config = config(deadline);
        return new UrlKeys(((KeyLocation.Url) config.keys()).url(), config, clock::get);
    }

    private JwtTokenCheck check(KeySource source) {
        return new JwtTokenCheck(config(Duration.ofSeconds(5)), source);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void fetchesKeysOnceForManyTokens() {
        try (JwtTokenCheck check = check(source(Duration.ofSeconds(5)))) {
            for (int i = 0; i < 5; i++) {
                assertThat(check.check(OLD).join()).isInstanceOf(Valid.class);
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void fetchesAgainForAnUnknownKeyButNotAllTheTime() {
        try (JwtTokenCheck check = check(source(Duration.ofSeconds(5)))) {
            check.check(OLD).join();
            answer = TokenMaker.published(TokenMaker.RSA, TokenMaker.EC);

            for (int i = 0; i < 5; i++) {
                assertThat(check.check(NEW).join()).isInstanceOf(Invalid.class);
            }
            assertThat(asked).hasValue(1);
            pass(UrlKeys.BETWEEN);
            assertThat(check.check(NEW).join()).isInstanceOf(Valid.class);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void isUnavailableWithoutKeysAndSoonTriesAgain() {
        status = 503;
        try (JwtTokenCheck check = check(source(Duration.ofSeconds(5)))) {
            assertThat(check.check(OLD).join()).isInstanceOf(Unavailable.class);
            assertThat(check.check(OLD).join()).isInstanceOf(Unavailable.class);
            assertThat(asked).hasValue(1);

            status = 200;
            pass(UrlKeys.PAUSE);
            assertThat(check.check(OLD).join()).isInstanceOf(Valid.class);
        }
    }

    @Test
    void cannotSayWhoseAnUnknownKeyIsWhileTheProviderIsDown() {
        try (JwtTokenCheck check = check(source(Duration.ofSeconds(5)))) {
            check.check(OLD).join();
            status = 500;
            pass(UrlKeys.BETWEEN);

            assertThat(check.check(NEW).join()).isInstanceOf(Unavailable.class);
            assertThat(check.check(OLD).join()).isInstanceOf(Valid.class);
        }
    }

    @Test
    void goesOnWithOldKeysWhileTheProviderIsDownButNotForEver() {
        UrlKeys source = source(Duration.ofSeconds(5));
        assertThat(source.renewed().join().getKeys()).hasSize(1);
        status = 500;

        pass(Duration.ofHours(1));
        assertThat(source.current()).isPresent();
        pass(Duration.ofHours(24));
        assertThat(source.current()).isEmpty();
        assertThatThrownBy(() -> source.renewed().join()).hasCauseInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void fetchesInTheBackgroundWhenKeysAreOld() {
        UrlKeys source = source(Duration.ofSeconds(5));
        source.renewed().join();
        answer = TokenMaker.published(TokenMaker.EC);
        pass(Duration.ofMinutes(6));

        JWKSet old = source.current().orElseThrow();
        assertThat(old.getKeys()).extracting(JWK::getKeyID).containsExactly("one");
        JWKSet renewed = source.renewed().join();
        assertThat(renewed.getKeys()).extracting(JWK::getKeyID).containsExactly("three");
        assertThat(asked).hasValue(2);
    }

    @Test
    void givesUpOnAProviderThatHangs() {
        hangs = true;

        assertThatThrownBy(() -> source(Duration.ofMillis(200)).renewed().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void refusesAnswersThatAreNoKeys() {
        for (String text : new String[] {"", "[]", "{}", "{\"keys\":[]}", "<html>", "x".repeat(KeySets.LONGEST + 1)}) {
            answer = text;
            assertThatThrownBy(() -> source(Duration.ofSeconds(5)).renewed().join())
                    .hasCauseInstanceOf(KeysUnavailableException.class);
        }
    }

    @Test
    void doesNotFollowTheProviderElsewhere() {
        status = 302;

        assertThatThrownBy(() -> source(Duration.ofSeconds(5)).renewed().join())
                .hasMessageContaining("answered with status 302");
    }

    @Test
    void readsAFileAgainWhenItChanged(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("keys.json");
        try (JwtTokenCheck check = new JwtTokenCheck(OAuthConfig.with(new KeyLocation.File(file)))) {
            assertThat(check.check(OLD).join()).isInstanceOf(Unavailable.class);

            Files.writeString(file, TokenMaker.published(TokenMaker.RSA));
            assertThat(check.check(OLD).join()).isInstanceOf(Valid.class);
            assertThat(check.check(NEW).join()).isInstanceOf(Invalid.class);

            Files.writeString(file, TokenMaker.published(TokenMaker.EC));
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
            assertThat(check.check(NEW).join()).isInstanceOf(Valid.class);
            assertThat(check.check(OLD).join()).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void goesOnWithTheKeysOfAFileThatIsBrokenNow(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("keys.json"), TokenMaker.published(TokenMaker.RSA));
        try (JwtTokenCheck check = new JwtTokenCheck(OAuthConfig.with(new KeyLocation.File(file)))) {
            assertThat(check.check(OLD).join()).isInstanceOf(Valid.class);
            Files.writeString(file, "{");

            assertThat(check.check(OLD).join()).isInstanceOf(Valid.class);
            Verdict unknown = check.check(NEW).join();
            assertThat(unknown).isInstanceOf(Unavailable.class);
            assertThat(((Unavailable) unknown).reason()).contains("no JSON Web Key Set");
        }
    }

    @Test
    void checksNothingAfterItsEnd() {
        JwtTokenCheck check = check(source(Duration.ofSeconds(5)));
        check.close();

        assertThat(check.check(OLD).join()).isInstanceOf(Unavailable.class);
    }
}
