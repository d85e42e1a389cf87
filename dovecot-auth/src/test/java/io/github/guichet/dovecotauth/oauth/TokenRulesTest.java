package io.github.guichet.dovecotauth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict.Invalid;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict.Valid;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRulesTest {

    private static final KeyLocation NOWHERE = new KeyLocation.File(Path.of("/nonexistent"));
    private static final JWKSet KEYS = new JWKSet(List.of(TokenMaker.RSA, TokenMaker.EC)).toPublicJWKSet();

    private JwtTokenCheck check = checking(OAuthConfig.with(NOWHERE));

    @AfterEach
    void close() {
        check.close();
    }

    private static JwtTokenCheck checking(OAuthConfig config) {
        return new JwtTokenCheck(config, new KeySource() {
            @Override
            public Optional<JWKSet> current() {
                return Optional.of(KEYS);
            }

            @Override
            public CompletableFuture<JWKSet> renewed() {
                return CompletableFuture.completedFuture(KEYS);
            }
        });
    }

    private void use(
            List<String> algorithms, List<String> issuers, List<String> audiences, List<String> scopes, String claim) {
        check.close();
        OAuthConfig all = OAuthConfig.with(NOWHERE);
        check = checking(new OAuthConfig(
                NOWHERE,
                algorithms,
                issuers,
                audiences,
                scopes,
                claim,
                all.skew(),
                all.refresh(),
                all.keep(),
                all.deadline()));
    }

    private Verdict verdict(String token) {
        return check.check(token).join();
    }

    private String why(String token) {
        assertThat(verdict(token)).isInstanceOf(Invalid.class);
        return ((Invalid) verdict(token)).why();
    }

    @Test
    void takesTheUserFromASignedToken() {
        assertThat(verdict(TokenMaker.signed(TokenMaker.RSA, TokenMaker.claims())))
                .isEqualTo(new Valid("tim@example.org"));
        assertThat(verdict(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims())))
                .isEqualTo(new Valid("tim@example.org"));
        assertThat(verdict(TokenMaker.signed(
                        TokenMaker.RSA, JWSAlgorithm.PS512, new JOSEObjectType("at+jwt"), TokenMaker.claims())))
                .isEqualTo(new Valid("tim@example.org"));
    }

    @Test
    void takesTheUserFromAnotherClaim() {
        use(OAuthConfig.ALGORITHMS, List.of(), List.of(), List.of(), "preferred_username");

        assertThat(verdict(TokenMaker.signed(
                        TokenMaker.EC,
                        TokenMaker.claims().claim("preferred_username", "tim").claim("email_verified", false))))
                .isEqualTo(new Valid("tim"));
        assertThat(why(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims())))
                .isEqualTo("the token has no claim preferred_username");
        assertThat(why(TokenMaker.signed(
                        TokenMaker.EC, TokenMaker.claims().claim("preferred_username", List.of("tim")))))
                .contains("no claim");
    }

    @Test
    void refusesAnAddressThatIsNotVerified() {
        assertThat(why(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().claim("email_verified", false))))
                .contains("not verified");
        assertThat(verdict(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().claim("email_verified", true))))
                .isInstanceOf(Valid.class);
    }

    @Test
    void refusesAChangedToken() {
        String token = TokenMaker.signed(TokenMaker.EC, TokenMaker.claims());
        String forged = TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().claim("email", "root@example.org"));
        String mixed = token.substring(0, token.indexOf('.'))
                + forged.substring(forged.indexOf('.'), forged.lastIndexOf('.'))
                + token.substring(token.lastIndexOf('.'));

        assertThat(verdict(mixed)).isInstanceOf(Invalid.class);
    }

    @Test
    void refusesATokenOfAnotherKeyEvenWithTheNumberOfAKnownOne() throws JOSEException {
        assertThat(why(TokenMaker.signed(TokenMaker.OTHER_RSA, TokenMaker.claims())))
                .contains("provider does not have");

        var renamed = new com.nimbusds.jose.jwk.RSAKey.Builder(TokenMaker.OTHER_RSA)
                .keyID("one")
                .build();
        assertThat(verdict(TokenMaker.signed(renamed, TokenMaker.claims()))).isInstanceOf(Invalid.class);
    }

    @Test
    void refusesUnsignedTokensAndThoseSignedWithAPublicKeyAsPassword() throws JOSEException {
        assertThat(why(new PlainJWT(TokenMaker.claims().build()).serialize())).isEqualTo("not a signed JWT");

        SignedJWT hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(),
                TokenMaker.claims().build());
        hmac.sign(new MACSigner(TokenMaker.RSA.toRSAPublicKey().getEncoded()));
        assertThat(why(hmac.serialize())).contains("algorithm");
    }

    @Test
    void refusesAlgorithmsThatAreNotListed() {
        use(List.of("ES256"), List.of(), List.of(), List.of(), "email");

        assertThat(why(TokenMaker.signed(TokenMaker.RSA, TokenMaker.claims()))).contains("algorithm");
        assertThat(verdict(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims())))
                .isInstanceOf(Valid.class);
    }

    @Test
    void looksAtTheTimesWithSomeSkew() {
        Instant now = Instant.now();

        assertThat(why(TokenMaker.signed(
                        TokenMaker.EC, TokenMaker.claims().expirationTime(Date.from(now.minusSeconds(120))))))
                .isEqualTo("Expired JWT");
        assertThat(verdict(TokenMaker.signed(
                        TokenMaker.EC, TokenMaker.claims().expirationTime(Date.from(now.minusSeconds(20))))))
                .isInstanceOf(Valid.class);
        assertThat(why(TokenMaker.signed(
                        TokenMaker.EC, TokenMaker.claims().notBeforeTime(Date.from(now.plusSeconds(120))))))
                .contains("before use time");
        assertThat(verdict(TokenMaker.signed(
                        TokenMaker.EC, TokenMaker.claims().notBeforeTime(Date.from(now.plusSeconds(20))))))
                .isInstanceOf(Valid.class);
        assertThat(why(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().expirationTime(null))))
                .contains("exp");
    }

    @Test
    void looksAtTheIssuer() {
        use(
                OAuthConfig.ALGORITHMS,
                List.of("https://id.example/", "https://id2.example/"),
                List.of(),
                List.of(),
                "email");

        assertThat(verdict(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims())))
                .isInstanceOf(Valid.class);
        assertThat(why(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().issuer("https://id.example/x"))))
                .contains("another issuer");
        assertThat(why(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().issuer(null))))
                .contains("another issuer");
    }

    @Test
    void looksAtTheAudience() {
        use(OAuthConfig.ALGORITHMS, List.of(), List.of("mail", "imap"), List.of(), "email");

        assertThat(verdict(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims())))
                .isInstanceOf(Valid.class);
        assertThat(why(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().audience("wiki"))))
                .contains("aud claim");
        assertThat(verdict(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().audience((String) null))))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void looksForAllScopesInEitherClaim() {
        use(OAuthConfig.ALGORITHMS, List.of(), List.of(), List.of("mail", "openid"), "email");

        assertThat(verdict(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims())))
                .isInstanceOf(Valid.class);
        assertThat(verdict(TokenMaker.signed(
                        TokenMaker.EC,
                        TokenMaker.claims().claim("scope", null).claim("scp", List.of("openid", "mail")))))
                .isInstanceOf(Valid.class);
        assertThat(verdict(TokenMaker.signed(TokenMaker.EC, TokenMaker.claims().claim("scope", "openid mail.read"))))
                .isEqualTo(new Invalid("insufficient_scope", "the token has not the scopes [mail, openid]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30", "eyJhbGciOiJSUzI1NiJ9..", "e30.e30.e30"})
    void refusesWhatIsNoToken(String token) {
        assertThat(verdict(token)).isInstanceOf(Invalid.class);
    }

    @Test
    void refusesAConfigurationThatCouldCheckNothing() {
        for (List<String> algorithms :
                List.of(List.<String>of(), List.of("none"), List.of("HS256"), List.of("ES256", "HS256"))) {
            assertThatThrownBy(() -> use(algorithms, List.of(), List.of(), List.of(), "email"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> use(OAuthConfig.ALGORITHMS, List.of(), List.of(), List.of(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        OAuthConfig all = OAuthConfig.with(NOWHERE);
        assertThatThrownBy(() -> new OAuthConfig(
                        NOWHERE,
                        all.algorithms(),
                        List.of(),
                        List.of(),
                        List.of(),
                        "email",
                        all.skew(),
                        Duration.ZERO,
                        all.keep(),
                        all.deadline()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.example/keys", "ftp://127.0.0.1/keys", "file:///etc/keys", "keys", "https:///x"})
    void refusesAnAddressThatOthersCouldAnswerFor(String url) {
        assertThatThrownBy(() -> new KeyLocation.Url(URI.create(url))).isInstanceOf(IllegalArgumentException.class);
    }
}
