package io.github.guichet.dovecotauth.scheme;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.apache.commons.codec.digest.UnixCrypt;

/** The function crypt(3) without bcrypt: DES, {@code $1$}, {@code $5$} and {@code $6$} in Java, the rest by the system's libcrypt. */
final class Crypt {

    private static final Pattern MD5 = Pattern.compile("\\$1\\$[./0-9A-Za-z]{1,8}(\\$.*)?");
    private static final Pattern SHA2 = Pattern.compile("\\$([56])\\$(rounds=(\\d+)\\$)?[./0-9A-Za-z]{1,16}(\\$.*)?");
    private static final Pattern DES = Pattern.compile("[./0-9A-Za-z]{2}([./0-9A-Za-z]{11})?");

    private final SchemeLimits limits;
    private final Libcrypt libcrypt;

    Crypt(SchemeLimits limits, Libcrypt libcrypt) {
        this.limits = limits;
        this.libcrypt = libcrypt;
    }

    /**
     * Hashes a password as {@code setting} says, which may be a whole hash.
     *
     * @return the hash; empty if the setting is of no kind, as the {@code *} or {@code !} of a locked account
     * @throws UnusableHashException if the setting is over a limit, or its kind needs a libcrypt that is not there
     */
    Optional<String> hash(byte[] password, String setting) throws UnusableHashException {
        Matcher sha2 = SHA2.matcher(setting);
        if (sha2.matches()) {
            if (sha2.group(3) != null) {
                Rounds.stored(sha2.group(3), 1, limits.rounds());
            }
            // These wipe the array they are given.
            return Optional.of(
                    sha2.group(1).equals("5")
                            ? Sha2Crypt.sha256Crypt(password.clone(), setting)
                            : Sha2Crypt.sha512Crypt(password.clone(), setting));
        }
        if (setting.startsWith("$1$")) {
            return Optional.of(md5(password, setting));
        }
        if (setting.startsWith("$") || setting.startsWith("_")) {
            return Optional.of(libcrypt.hash(password, setting));
        }
        return DES.matcher(setting).matches()
                ? Optional.of(UnixCrypt.crypt(password, setting.substring(0, 2)))
                : Optional.empty();
    }

    /** {@code $1$}. The library only takes salts of crypt(5)'s alphabet; older programs also made others. */
    String md5(byte[] password, String setting) throws UnusableHashException {
        return MD5.matcher(setting).matches()
                ? Md5Crypt.md5Crypt(password.clone(), setting)
                : libcrypt.hash(password, setting);
    }

    /** Stored bytes as the text of a setting, every byte a character. */
    static String text(byte[] stored) {
        return new String(stored, StandardCharsets.ISO_8859_1);
    }
}
