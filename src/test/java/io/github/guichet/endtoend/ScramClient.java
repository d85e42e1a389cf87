package io.github.guichet.endtoend;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM (RFC 5802), without channel binding, for ASCII passwords; it checks the server's signature too. */
final class ScramClient implements Sasl {

    /** Says that what the server signed is wrong: an answer that no server expects. */
    private static final String GIVE_UP = "*";

    private final String hash;
    private final String password;
    private final String clientFirst;
    private String serverSignature = "";

    /** A client of {@code SCRAM-SHA-1} or {@code SCRAM-SHA-256}, by the name of the hash: {@code SHA-1}, {@code SHA-256}. */
    ScramClient(String hash, String user, String password) {
        this.hash = hash;
        this.password = password;
        this.clientFirst = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=fyko+d2lbbFgONRv9qkxdawL";
    }

    @Override
    public String name() {
        return "SCRAM-" + hash;
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public Optional<String> initial() {
        return Optional.of(Sasl.encoded("n,," + clientFirst));
    }

    @Override
    public String answer(String challenge) {
        String message = new String(Base64.getDecoder().decode(challenge), StandardCharsets.UTF_8);
        if (message.startsWith("v=")) {
            return message.substring(2).equals(serverSignature) ? "" : GIVE_UP;
        }
        return message.startsWith("r=") ? Sasl.encoded(clientFinal(message)) : GIVE_UP;
    }

    private String clientFinal(String serverFirst) {
        String[] parts = serverFirst.split(",", 3);
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        String withoutProof = "c=biws," + parts[0];
        String signed = clientFirst + "," + serverFirst + "," + withoutProof;
        try {
            byte[] salted = salted(salt, iterations);
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance(hash).digest(clientKey);
            byte[] proof = hmac(storedKey, signed);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= clientKey[i];
            }
            serverSignature = Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), signed));
            return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
        int bits = 8 * MessageDigest.getInstance(hash).getDigestLength();
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, bits);
        return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash.replace("-", ""))
                .generateSecret(key)
                .getEncoded();
    }

    private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        String algorithm = "Hmac" + hash.replace("-", "");
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
