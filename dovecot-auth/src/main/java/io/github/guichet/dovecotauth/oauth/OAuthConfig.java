package io.github.guichet.dovecotauth.oauth;

import java.time.Duration;
import java.util.List;

/**
 * Which access tokens are good. Defaults are those of Dovecot's {@code oauth2} settings where it has them.
 *
 * @param keys where the provider's keys are
 * @param algorithms the signatures to accept, by the names of RFC 7518; only such with public keys
 * @param issuers the token's {@code iss} must be one of them; empty = any, the keys being the provider's
 * @param audiences the token's {@code aud} must hold one of them; empty = any, which takes tokens that were made out for every
 *     other service of the provider
 * @param scopes the token must hold all of them; empty = none is needed
 * @param userClaim the claim that says who the user is; Dovecot's {@code oauth2_username_attribute}, {@code email}
 * @param skew how far apart clocks may be; Dovecot's {@code oauth2_token_expire_grace}, 60 s
 * @param refresh keys from an address are fetched again after this
 * @param keep and serve at most this long when they cannot be fetched; then tokens cannot be checked
 * @param deadline for one fetch
 */
public record OAuthConfig(
        KeyLocation keys,
        List<String> algorithms,
        List<String> issuers,
        List<String> audiences,
        List<String> scopes,
        String userClaim,
        Duration skew,
        Duration refresh,
        Duration keep,
        Duration deadline) {

    /** Every algorithm that may be accepted. */
    public static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    /** Dovecot's default, {@code email}. */
    public static final String USER_CLAIM = "email";

    /** Refuses what could check nothing with an {@link IllegalArgumentException}. */
    public OAuthConfig {
        if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms must be some of " + ALGORITHMS);
        }
        if (userClaim.isEmpty()) {
            throw new IllegalArgumentException("the user claim must have a name");
        }
        if (skew.isNegative() || !positive(refresh) || !positive(keep) || !positive(deadline)) {
            throw new IllegalArgumentException("times must be positive");
        }
        algorithms = List.copyOf(algorithms);
        issuers = List.copyOf(issuers);
        audiences = List.copyOf(audiences);
        scopes = List.copyOf(scopes);
    }

    /** All defaults: any issuer, audience and scope; 60 s skew, a fetch every 5 minutes within 5 s, keys kept for a day. */
    public static OAuthConfig with(KeyLocation keys) {
        return new OAuthConfig(
                keys,
                ALGORITHMS,
                List.of(),
                List.of(),
                List.of(),
                USER_CLAIM,
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                Duration.ofSeconds(5));
    }

    private static boolean positive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
