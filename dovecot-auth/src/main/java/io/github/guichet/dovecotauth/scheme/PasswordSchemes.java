package io.github.guichet.dovecotauth.scheme;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The password schemes of Dovecot 2.3, as {@code doveadm pw -l} lists them. May be used by several threads at a time. A password is
 * bytes of whatever encoding the client uses; it has no zero byte, or it fits nothing.
 */
public final class PasswordSchemes {

    private static final Set<String> PLAIN = Set.of("PLAIN", "CLEAR", "CLEARTEXT");

    private final Map<String, SchemeEntry> entries = new LinkedHashMap<>();
    private final Map<ScramHash, ScramScheme> scrams = new LinkedHashMap<>();

    private PasswordSchemes(List<SchemeEntry> list) {
        for (SchemeEntry entry : list) {
            entries.put(entry.name(), entry);
            for (ScramHash hash : ScramHash.values()) {
                if (entry.name().equals(hash.mechanism()) && entry.scheme() instanceof ScramScheme scram) {
                    scrams.put(hash, scram);
                }
            }
        }
    }

    /** All schemes, none of which does more work for one password than {@code limits} allow. */
    public static PasswordSchemes create(SchemeLimits limits) {
        return new PasswordSchemes(DovecotSchemes.list(limits));
    }

    /** Their names in upper case and alphabetical order. */
    public List<String> names() {
        return entries.keySet().stream().sorted().toList();
    }

    /**
     * Takes stored text apart: {@code {SCHEME}value}, {@code {SCHEME.encoding}value}, or a bare value, which is of the default scheme.
     * As in Dovecot, what looks like {@code $1$salt$hash} is MD5-CRYPT whatever the default is. Always succeeds: whether the scheme
     * exists and the value is one of its own shows when it is used.
     *
     * @param defaultScheme may name an encoding too: {@code PLAIN-MD5.b64}
     */
    public StoredPassword parse(String stored, String defaultScheme) {
        if (stored.startsWith("$1$") && stored.indexOf('$', 3) >= 0) {
            int end = stored.indexOf('$', stored.indexOf('$', 3) + 1);
            return new StoredPassword("MD5-CRYPT", Optional.empty(), end < 0 ? stored : stored.substring(0, end));
        }
        int end = stored.startsWith("{") ? stored.indexOf('}') : -1;
        return end < 0 ? named(defaultScheme, stored) : named(stored.substring(1, end), stored.substring(end + 1));
    }

    private static StoredPassword named(String name, String value) {
        String upper = name.toUpperCase(Locale.ROOT);
        int dot = upper.indexOf('.');
        return dot < 0
                ? new StoredPassword(upper, Optional.empty(), value)
                : new StoredPassword(upper.substring(0, dot), Optional.of(upper.substring(dot + 1)), value);
    }

    /**
     * Compares a password with a stored one, in a time that does not depend on how much of it is right. Takes as long as the scheme
     * wants, and waits for memory if others hash too: not for an event loop unless {@link #isQuick}.
     *
     * @param user the name as the client gave it, before any change; DIGEST-MD5 is made with it
     * @param password not changed
     */
    public Verification verify(StoredPassword stored, String user, byte[] password) {
        SchemeEntry entry = entries.get(stored.scheme());
        if (entry == null) {
            return new Verification.Unusable("unknown password scheme " + shown(stored.scheme()));
        }
        try {
            byte[] decoded = entry.decode(stored);
            boolean match = !hasZero(password) && entry.scheme().verify(decoded, user, password);
            return match ? new Verification.Match() : new Verification.Mismatch();
        } catch (UnusableHashException e) {
            return new Verification.Unusable("the stored " + entry.name() + " password " + e.reason());
        }
    }

    /** Whether verifying takes a few microseconds, so that an event loop may do it: no crypt, PBKDF2, SCRAM, OTP or Argon2. */
    public boolean isQuick(StoredPassword stored) {
        SchemeEntry entry = entries.get(stored.scheme());
        return entry == null || entry.isQuick(stored);
    }

    /**
     * What a server needs for SCRAM. To derive it from a plain-text password takes a few milliseconds.
     *
     * @param salt for what is derived; should always be the same for a user, because a new one tells a client that he exists
     * @return empty if the scheme cannot serve the mechanism, or the stored text is broken
     */
    public Optional<ScramSecret> scram(StoredPassword stored, ScramHash hash, byte[] salt) {
        SchemeEntry entry = entries.get(stored.scheme());
        ScramScheme scram = scrams.get(hash);
        if (entry == null || scram == null || !canScram(stored.scheme(), hash)) {
            return Optional.empty();
        }
        try {
            byte[] decoded = entry.decode(stored);
            return Optional.of(PLAIN.contains(entry.name()) ? scram.derive(decoded, salt) : scram.parse(decoded));
        } catch (UnusableHashException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether passwords of a scheme can serve SCRAM with a hash: those stored for it, and plain ones.
     *
     * @param scheme in any case; an encoding behind a dot does not matter
     */
    public boolean canScram(String scheme, ScramHash hash) {
        String name = named(scheme, "").scheme();
        return PLAIN.contains(name) || name.equals(hash.mechanism());
    }

    /**
     * Makes {@code {SCHEME}value} of a password, as a source should store it.
     *
     * @param scheme in any case, with or without an encoding
     * @param user only DIGEST-MD5 needs it; may be empty for others
     * @param rounds the cost: rounds of SHA-crypt, PBKDF2 and SCRAM, passes of Argon2, the logarithm for bcrypt
     * @throws SchemeException if the scheme is unknown, or does not take this password or this cost
     */
    public String hash(String scheme, String user, byte[] password, OptionalInt rounds) throws SchemeException {
        StoredPassword wanted = named(scheme, "");
        SchemeEntry entry = entries.get(wanted.scheme());
        if (entry == null) {
            throw new SchemeException("unknown password scheme " + shown(wanted.scheme()));
        }
        if (hasZero(password)) {
            throw new SchemeException("a password holds no zero byte");
        }
        try {
            Encoding encoding = entry.encodingOf(wanted);
            byte[] stored = entry.scheme().hash(user, password, rounds);
            if (encoding == Encoding.NONE) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(stored));
            }
            String suffix = wanted.encoding().map(e -> "." + e).orElse("");
            return "{" + entry.name() + suffix + "}" + encoding.encode(stored);
        } catch (CharacterCodingException e) {
            throw new SchemeException(
                    "this password is not UTF-8; use " + entry.name() + ".b64, or a scheme that hashes it");
        } catch (UnusableHashException e) {
            throw new SchemeException("the scheme " + entry.name() + " " + e.reason());
        } catch (SchemeException e) {
            throw new SchemeException("the scheme " + entry.name() + " " + e.reason());
        }
    }

    private static boolean hasZero(byte[] password) {
        for (byte b : password) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /** A name for the log; what is no name may be a password without its scheme, and is not shown. */
    private static String shown(String scheme) {
        return scheme.matches("[A-Z0-9-]{1,32}") ? scheme : "(not a name)";
    }
}
