package io.github.guichet.endtoend;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;

/** A provider of access tokens: JWTs signed with RS256, and the set of keys by which they are checked. */
final class AccessTokens {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    /** A provider with a fresh key. */
    AccessTokens() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The JSON Web Key Set (RFC 7517). */
    String keySet() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return """
                {"keys":[{"kty":"RSA","kid":"one","use":"sig","alg":"RS256","n":"%s","e":"%s"}]}
                """.formatted(unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
    }

    /** A token for an address that is good for {@code seconds} from now on, or was so long ago. */
    String token(String email, String audience, long seconds) {
        String claims = """
                {"iss":"https://id.guichet.test","aud":"%s","email":"%s","scope":"mail","exp":%d}
                """.formatted(audience, email, Instant.now().getEpochSecond() + seconds);
        String signed = encoded("{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
