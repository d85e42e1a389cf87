package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.OptionalInt;

/**
 * DIGEST-MD5 (RFC 2831): MD5 of {@code user:realm:password}. The realm is what follows the last {@code @} of the user's name, and
 * empty without one, as Dovecot has it.
 */
final class DigestMd5Scheme implements Scheme {

    @Override
    public boolean verify(byte[] stored, String user, byte[] password) {
        return MessageDigest.isEqual(digest(user, password), stored);
    }

    @Override
    public byte[] hash(String user, byte[] password, OptionalInt rounds) throws SchemeException {
        Rounds.none(rounds);
        if (user.isEmpty()) {
            throw new SchemeException("needs the name of the user");
        }
        return digest(user, password);
    }

    private static byte[] digest(String user, byte[] password) {
        int at = user.lastIndexOf('@');
        String name = at < 0 ? user : user.substring(0, at);
        String realm = at < 0 ? "" : user.substring(at + 1);
        MessageDigest md5 = Digests.named("MD5");
        md5.update((name + ":" + realm + ":").getBytes(StandardCharsets.UTF_8));
        return md5.digest(password);
    }
}
