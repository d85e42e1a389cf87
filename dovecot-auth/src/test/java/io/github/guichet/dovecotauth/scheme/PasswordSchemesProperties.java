package io.github.guichet.dovecotauth.scheme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PasswordSchemesProperties {

    private static final SchemeLimits.Memory MEMORY = new SchemeLimits.Memory(64 << 10, 64 << 10);

    private static final String USER = "jörg@example.org";

    /** So low that the properties end soon. */
    private final PasswordSchemes schemes = PasswordSchemes.create(new SchemeLimits(MEMORY, MEMORY, 20_000, 5, 2));

    @Property(tries = 600)
    void whatIsHashedVerifiesAndNothingElseDoes(
            @ForAll("schemeNames") String scheme,
            @ForAll("passwords") byte[] password,
            @ForAll("passwords") byte[] other)
            throws SchemeException {
        String stored = schemes.hash(scheme, USER, password, cheap(scheme));
        StoredPassword parsed = schemes.parse(stored, "NOSUCH");
        assertThat(schemes.verify(parsed, USER, password)).isEqualTo(new Verification.Match());
        assertThat(schemes.verify(parsed, USER, other))
                .isEqualTo(same(scheme, password, other) ? new Verification.Match() : new Verification.Mismatch());
    }

    @Property(tries = 300)
    void aDerivedScramSecretIsTheOneThatIsStored(@ForAll("passwords") byte[] password, @ForAll ScramHash hash)
            throws SchemeException {
        String plain = schemes.hash("PLAIN.hex", USER, password, OptionalInt.empty());
        ScramSecret secret =
                schemes.scram(schemes.parse(plain, ""), hash, new byte[16]).orElseThrow();
        Base64.Encoder base64 = Base64.getEncoder();
        String stored = secret.iterations() + "," + base64.encodeToString(secret.salt()) + ","
                + base64.encodeToString(secret.storedKey()) + "," + base64.encodeToString(secret.serverKey());
        String parsed = "{" + hash.mechanism() + "}" + stored;
        assertThat(schemes.verify(schemes.parse(parsed, ""), USER, password)).isEqualTo(new Verification.Match());
        assertThat(schemes.scram(schemes.parse(parsed, ""), hash, new byte[16])
                        .orElseThrow()
                        .serverKey())
                .isEqualTo(secret.serverKey());
    }

    @Property(tries = 3000)
    void garbageNeverThrows(@ForAll("storedTexts") String stored, @ForAll byte[] password) {
        StoredPassword parsed = schemes.parse(stored, "PLAIN");
        assertThat(schemes.verify(parsed, USER, password)).isNotNull();
        schemes.isQuick(parsed);
        for (ScramHash hash : ScramHash.values()) {
            assertThat(schemes.scram(parsed, hash, new byte[16])).isNotNull();
        }
    }

    @Provide
    Arbitrary<String> schemeNames() {
        return Combinators.combine(Arbitraries.of(schemes.names()), Arbitraries.of("", "", ".b64", ".BASE64", ".hex"))
                .as((name, encoding) -> name.matches("PLAIN|CLEAR.*|PLAIN-TRUNC") && encoding.isEmpty()
                        ? name + ".hex" // not every password is text
                        : name + encoding);
    }

    @Provide
    Arbitrary<byte[]> passwords() {
        return Arbitraries.bytes()
                .filter(b -> b != 0)
                .array(byte[].class)
                .ofMinSize(0)
                .ofMaxSize(90);
    }

    @Provide
    Arbitrary<String> storedTexts() {
        Arbitrary<String> kinds = Arbitraries.of(
                "",
                "$1$",
                "$2y$04$",
                "$2a$05$",
                "$5$",
                "$6$rounds=",
                "$y$",
                "$y$j",
                "$7$",
                "$gy$",
                "$sha1$",
                "$md5",
                "$3$",
                "_",
                "sha1 5 ab ",
                "4096,",
                "$argon2id$v=19$m=64,t=1,p=1$",
                "$argon2i$v=19$m=",
                "5-");
        Arbitrary<String> letters = Arbitraries.strings()
                .withChars("./0123456789abcdefABCDEFzjTU$,=+ ")
                .ofMaxLength(90);
        return Combinators.combine(
                        Arbitraries.of(schemes.names()),
                        Arbitraries.of("", "", "", ".b64", ".hex", ".x"),
                        kinds,
                        Arbitraries.oneOf(letters, Arbitraries.strings().ofMaxLength(60)))
                .as((name, encoding, kind, rest) -> "{" + name + encoding + "}" + kind + rest);
    }

    private static OptionalInt cheap(String scheme) {
        String name = scheme.replaceFirst("\\..*", "");
        if (List.of("BLF-CRYPT", "CRYPT").contains(name)) {
            return OptionalInt.of(4);
        }
        return switch (name) {
            case "SHA256-CRYPT", "SHA512-CRYPT", "PBKDF2" -> OptionalInt.of(1000);
            case "ARGON2I", "ARGON2ID" -> OptionalInt.of(1);
            default -> OptionalInt.empty();
        };
    }

    /** Whether two passwords are one to a scheme that does not look at all of it. */
    private static boolean same(String scheme, byte[] one, byte[] other) {
        String first = seen(scheme, one);
        return first.equals(seen(scheme, other));
    }

    private static String seen(String scheme, byte[] password) {
        int length = scheme.startsWith("DES-CRYPT") ? 8 : scheme.matches("(BLF-)?CRYPT.*") ? 72 : password.length;
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < Math.min(length, password.length); i++) {
            seen.append((char) (password[i] & (scheme.startsWith("DES-CRYPT") ? 0x7f : 0xff)));
        }
        // DES sees no difference between a byte of zeros and the end.
        return scheme.startsWith("DES-CRYPT") ? new String(seen).replaceAll("\0+$", "") : seen.toString();
    }
}
