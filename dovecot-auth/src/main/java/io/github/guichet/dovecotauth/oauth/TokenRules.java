package io.github.guichet.dovecotauth.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a token against keys and configuration: signature, times, issuer, audience, scopes, user. */
final class TokenRules {

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt"); // RFC 9068

    private final OAuthConfig config;
    private final Set<JWSAlgorithm> algorithms;

    TokenRules(OAuthConfig config) {
        this.config = config;
        this.algorithms = config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
    }

    boolean accepts(JWSAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    /** Whether the keys hold one that may have signed the token. */
    static boolean known(SignedJWT token, JWKSet keys) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(token.getHeader());
        return matcher != null && !new JWKSelector(matcher).select(keys).isEmpty();
    }

    Verdict check(SignedJWT token, JWKSet keys) {
        try {
            return claims(processor(keys).process(token, null));
        } catch (BadJOSEException | JOSEException e) {
            return invalid(String.valueOf(e.getMessage()));
        }
    }

    private DefaultJWTProcessor<SecurityContext> processor(JWKSet keys) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(keys)));
        Set<String> audiences = config.audiences().isEmpty() ? null : new HashSet<>(config.audiences());
        DefaultJWTClaimsVerifier<SecurityContext> times =
                new DefaultJWTClaimsVerifier<>(audiences, null, Set.of("exp"), null);
        times.setMaxClockSkew((int) Math.min(Integer.MAX_VALUE, config.skew().toSeconds()));
        processor.setJWTClaimsSetVerifier(times);
        return processor;
    }

    private Verdict claims(JWTClaimsSet claims) {
        String issuer = claims.getIssuer();
        if (!config.issuers().isEmpty() && (issuer == null || !config.issuers().contains(issuer))) {
            return invalid("the token is of another issuer");
        }
        Set<String> scopes = words(claims.getClaim("scope"));
        scopes.addAll(words(claims.getClaim("scp")));
        if (!scopes.containsAll(config.scopes())) {
            return new Verdict.Invalid("insufficient_scope", "the token has not the scopes " + config.scopes());
        }
        if (!(claims.getClaim(config.userClaim()) instanceof String user) || user.isEmpty()) {
            return invalid("the token has no claim " + config.userClaim());
        }
        if (config.userClaim().equals("email") && "false".equals(String.valueOf(claims.getClaim("email_verified")))) {
            // With many providers users may enter any address as their own.
            return invalid("the address in the token is not verified");
        }
        return new Verdict.Valid(user);
    }

    /** Scopes are one text with spaces (RFC 8693) or, with some providers, a list. */
    private static Set<String> words(@Nullable Object claim) {
        Set<String> words = new HashSet<>();
        if (claim instanceof String text) {
            words.addAll(Arrays.asList(text.split(" ", -1)));
        } else if (claim instanceof List<?> list) {
            list.forEach(word -> words.add(String.valueOf(word)));
        }
        return words;
    }

    static Verdict invalid(String why) {
        return new Verdict.Invalid("invalid_token", why);
    }
}
