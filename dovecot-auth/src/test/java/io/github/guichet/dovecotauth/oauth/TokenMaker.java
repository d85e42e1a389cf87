package io.github.guichet.dovecotauth.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

/** A provider with keys. */
final class TokenMaker {

    static final RSAKey RSA = rsa("one");
    static final RSAKey OTHER_RSA = rsa("two");
    static final ECKey EC = ec("three");

    private TokenMaker() {}

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the provider publishes. */
    static String published(JWK... keys) {
        return new JWKSet(Arrays.asList(keys)).toPublicJWKSet().toString();
    }

    /** Claims that suit everybody, to be changed. */
    static JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer("https://id.example/")
                .audience(List.of("other", "mail"))
                .subject("4711")
                .claim("scope", "openid mail.read mail")
                .claim("email", "tim@example.org")
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    static String signed(JWK key, JWTClaimsSet.Builder claims) {
        return key instanceof RSAKey
                ? signed(key, JWSAlgorithm.RS256, JOSEObjectType.JWT, claims)
                : signed(key, JWSAlgorithm.ES256, JOSEObjectType.JWT, claims);
    }

    static String signed(JWK key, JWSAlgorithm algorithm, JOSEObjectType type, JWTClaimsSet.Builder claims) {
        try {
            JWSHeader header = new JWSHeader.Builder(algorithm)
                    .keyID(key.getKeyID())
                    .type(type)
                    .build();
            SignedJWT token = new SignedJWT(header, claims.build());
            token.sign(key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
