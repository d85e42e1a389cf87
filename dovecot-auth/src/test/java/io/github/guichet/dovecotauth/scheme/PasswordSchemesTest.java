package io.github.guichet.dovecotauth.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordSchemesTest {

    private static final SchemeLimits.Memory MEMORY = new SchemeLimits.Memory(64 << 20, 64 << 20);

    private static final String USER = "ann@example.org";
    private static final String PASSWORD = "Grüße an 1";

    private final PasswordSchemes schemes = PasswordSchemes.create(new SchemeLimits(MEMORY, MEMORY, 100_000, 8, 4));

    /** Made by {@code doveadm pw} of Dovecot 2.3.19 of the password above. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{SHA1}kCOXmfShVVZ1twAVASrVacAphlg=",
                "{SSHA512}+1665jDzp7XT1Pa0LhyV7/NmJSZba3vlHu2j4frFTkRn6OhVaV3q1UvhigGP5CH+Smlo1PZYSdQqdxNb5z+Unlcfmww=",
                "{SCRAM-SHA-256}4096,rkMn2hau1Ct28fnjz92WWQ==,raY+Wpwr/Tf9D6aoNx99wwg5vAXfrUtbeTZ8OEGJ7y4=,"
                        + "vfQx1C2HWQp37j72qDTrJh3+brjVVwGn/eOgHf+xvxQ=",
                "{BLF-CRYPT}$2y$05$keaT/iehuh63VgL4qtV3kOZqDIpuCxmTB6oKOz1pKBIEPsO28VwD2",
                "{PLAIN}Grüße an 1",
                "{HMAC-MD5}5354a8f32a3d904b948f6feec97b0365d05e07c560213f0cf47efa66886768e0",
                "{OTP}sha1 1024 563ce7e1b7e90483 fa71001cfc19b0ce",
                "{SHA512}FemCisiLTUZwn16ppJSvxeMtXYi79lLcZnn5UDsXpPgeRVdy3azJkwYV8h/2b206ThaNHfm3lcloR2Tsx77qYQ==",
                "{SHA}kCOXmfShVVZ1twAVASrVacAphlg=",
                "{DES-CRYPT}hwX/lfL.lSYTI",
                "{CRYPT}$2y$05$RiAesZt38qhhOsMs5PCBk.7Ck8JNJwWVsOBQg0ORTTebhu1kJ6nCO",
                "{SSHA}/vUcSed6yCQmyOKd9RKuFzccszzactlZ",
                "{MD5-CRYPT}$1$1VfznYQQ$yygTBA7WfrA1Kvu9EDruZ1",
                "{PLAIN-MD4}edf951baf709169c3431c275355c3afa",
                "{PLAIN-MD5}0ed48688bf88136c4baae845344c02a2",
                "{SCRAM-SHA-1}4096,R9OG3oUrRxC7Tdg6a4UzRA==,oMGk5Bw62/yEoaxdigtxMfqYiIE=,"
                        + "auXkZycoQ+KjxMTnPxtmR/MZ95k=",
                "{SHA512-CRYPT}$6$Dy..CAj9IgAVs/tz$PBP35uutt35w5J6u/JakJMBpYWR/NfUg4g5B2NAOrK2PeWtLuz9xPIDVL9p0O4v0bJz5cxFN"
                        + "JKbZmaiJT7zto1",
                "{CLEAR}Grüße an 1",
                "{CLEARTEXT}Grüße an 1",
                "{ARGON2I}$argon2i$v=19$m=32768,t=4,p=1$S1NzUYtNoHJH/jqqW6voDQ$"
                        + "QmTTQybxjpd1eel1vC64jyPOFpRo+uoyED3bi/46hmM",
                "{ARGON2ID}$argon2id$v=19$m=65536,t=3,p=1$0jB0XH0ABfxcFZqyr2eW5Q$"
                        + "0pNeDV2aepRUwYj62TRt9rlrlXAbYnhJbmpzDbqhoQE",
                "{SSHA256}9vT2hx6RD6NZwCmwal3qaexMN7j84aE2YPl3EqUmj1OZLSBz",
                "{MD5}$1$Ts.S/XcB$DwvT8HAHxMusBOEci0KgR0",
                "{MD5}0ed48688bf88136c4baae845344c02a2",
                "{MD5}0ED48688BF88136C4BAAE845344C02A2",
                "{MD5}DtSGiL+IE2xLquhFNEwCog==",
                "{PBKDF2}$1$bvwk2JMScIEpQJmL$5000$05febaee856750309c31aac55c12078eaad694e8",
                "{SHA256}TqtTODk6mdD0VuIS1tMP/2vlItA1GCYZqqfMSpmxoT8=",
                "{CRAM-MD5}5354a8f32a3d904b948f6feec97b0365d05e07c560213f0cf47efa66886768e0",
                "{SHA256-CRYPT}$5$SOOvTtlD/HrAUnP8$6SNM8cp.9OtczTd8Ms4Zi9zjPw1IguvtXydw5tlPV..",
                "{SMD5}loQ5m4l5M7QQk1p1Igz7Gvl65QE=",
                "{DIGEST-MD5}41571a1b99be0102928e23aa2da9a776",
                "{LDAP-MD5}DtSGiL+IE2xLquhFNEwCog==",
                "{SHA512.HEX}15e9828ac88b4d46709f5ea9a494afc5e32d5d88bbf652dc6679f9503b17a4f81e455772ddacc9930615f21ff66f6d3a"
                        + "4e168d1df9b795c9684764ecc7beea61",
                "{SHA512}15e9828ac88b4d46709f5ea9a494afc5e32d5d88bbf652dc6679f9503b17a4f81e455772ddacc9930615f21ff66f6d3a"
                        + "4e168d1df9b795c9684764ecc7beea61",
                "{MD5.B64}JDEkTXB0TklGUWIkbDV5b0JtZFMyR1J5eGlFWTVobllvLw==",
                "{MD5.HEX}2431243348623467383955245832675043567454762e6f795863756552506641742f",
                "{ssha.b64}oZUi3B6jCvERafYtx4cb8OK6XbIlIhom",
                "{SSHA.HEX}b58580177533dd10011e6ecd63100cca164278a732fbecc1",
                "{plain.base64}R3LDvMOfZSBhbiAx",
                "{PLAIN.HEX}4772c3bcc39f6520616e2031",
                "{CRAM-MD5.B64}U1So8yo9kEuUj2/uyXsDZdBeB8VgIT8M9H76ZohnaOA=",
                "{CRAM-MD5}U1So8yo9kEuUj2/uyXsDZdBeB8VgIT8M9H76ZohnaOA=",
                "{SHA512-CRYPT.HEX}243624424d746d2f6f4b676a4f32325670304c24696b6133686338457a7a376b62715741624f7970394a682f55543336"
                        + "416e333252394d566359592e5274652f687a4951683142334d564656634c344a32653633754b32717342586c677837776170376b757277"
                        + "544630",
                "{PLAIN-TRUNC}4-Grü",
                "{PLAIN-TRUNC}99-Grüße an 1"
            })
    void verifiesWhatDovecotMade(String stored) {
        assertThat(verify(stored, PASSWORD)).isEqualTo(new Verification.Match());
        assertThat(verify(stored, "grüße an 1")).isEqualTo(new Verification.Mismatch());
        assertThat(verify(stored, "")).isEqualTo(new Verification.Mismatch());
    }

    /** Made by libxcrypt's crypt of the password above. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$y$j9T$abcdefghijklmnop$sXAfiPiGRgfdD6ydOHj.QrPWtCgDHwpSr54DbgVHHn3",
                "$gy$j9T$abcdefghijklmnop$HbveZonYet9f6sgu6gMCmaWo0fbgVo.KQljvNT0m883",
                "$7$CU..../....abcdefghijklmnop$A2xWLN2iDV9E5KFbmG6ObMDdFeXmhWkZp/FD4YHu4r9",
                "$2a$05$abcdefghijklmnopqrstuue919YFXUjvIFgzIERIAtOGYrKQLZW5m",
                "$2b$05$abcdefghijklmnopqrstuue919YFXUjvIFgzIERIAtOGYrKQLZW5m",
                "$2x$05$abcdefghijklmnopqrstuu4gtJBlKvlGqAsHFK8cKYYX3TWbZqeOO",
                "$5$rounds=1234$abcd$/HouDC4n9iAsH7QJ1sDMepU/rw/oE0Lvj63pJ2oDGpA",
                "$6$abcd$qbG/fNyA/5N8lianqJATNkcm2IZJWnX/YD5Bneuuhu8ste8BH3F2.riZBLqLLGOQaJBU/gO7otPTGCDNqSVNE/",
                "$1$abc$H.4uyTJUTECrfT0EepisB0",
                "$1$a%b$3yU1Qmzj0wlc57IS4EHqz.",
                "abbEVgpWph7eI",
                "$sha1$1000$abcd$QY1gadwzRvvxQnEbh1/ZnSu5kybM",
                "$md5,rounds=10$abcd$$Y84MXwLb7Cg4O8UjJ/bKp0",
                "$3$$8fe539378bfe35034b341187480ffab2",
                "_J9..abcdwT8XHsWdwKo"
            })
    void verifiesEveryKindOfCrypt(String hash) {
        for (String stored : List.of("{CRYPT}" + hash, "{SHA512-CRYPT}" + hash)) {
            assertThat(verify(stored, PASSWORD)).as(stored).isEqualTo(new Verification.Match());
            assertThat(verify(stored, "grüße an 1")).as(stored).isEqualTo(new Verification.Mismatch());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{CRYPT}",
                "{CRYPT}*",
                "{CRYPT}!",
                "{CRYPT}!$6$abcd$x",
                "{CRYPT}nologin",
                "{MD5-CRYPT}!",
                "{BLF-CRYPT}"
            })
    void nothingFitsALockedPassword(String stored) {
        assertThat(verify(stored, PASSWORD)).isEqualTo(new Verification.Mismatch());
        assertThat(verify(stored, "")).isEqualTo(new Verification.Mismatch());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{NOSUCH}x",
                "{SHA512.B32}x",
                "{SHA512.HEX}xyz",
                "{SHA1}kCOXmfShVVZ1twAVASrVacAphlg",
                "{SHA1}kCOXmfShVVZ1twAVASrVacAp",
                "{SSHA}kCOXmfShVVZ1twAVASrVacAphlg=",
                "{MD5}secret",
                "{PLAIN-TRUNC}secret",
                "{BLF-CRYPT}$2y$05$tooshort",
                "{CRYPT}$2y$09$abcdefghijklmnopqrstuue919YFXUjvIFgzIERIAtOGYrKQLZW5m",
                "{CRYPT}$6$rounds=100001$abcd$x",
                "{CRYPT}$6$rounds=99999999999999999999$abcd$x",
                "{CRYPT}$y$jFT$abcdefghijklmnop$sXAfiPiGRgfdD6ydOHj.QrPWtCgDHwpSr54DbgVHHn3",
                "{CRYPT}$7$KU..../....abcdefghijklmnop$A2xWLN2iDV9E5KFbmG6ObMDdFeXmhWkZp/FD4YHu4r9",
                "{CRYPT}$y$",
                "{CRYPT}$nosuch$x$y",
                "{CRYPT}$sha1$100001$abcd$x",
                "{CRYPT}$sha1$+1$abcd$x",
                "{CRYPT}$md5,rounds=100001$abcd$x",
                "{CRYPT}$6$rounds=100001$a%b$x",
                "{CRYPT}$5$rounds=+100001$ab$x",
                "{PBKDF2}$1$salt$100001$05febaee856750309c31aac55c12078eaad694e8",
                "{PBKDF2}$1$salt$0$05febaee856750309c31aac55c12078eaad694e8",
                "{PBKDF2}$1$salt$1000",
                "{SCRAM-SHA-1}4095,R9OG3oUrRxC7Tdg6a4UzRA==,oMGk5Bw62/yEoaxdigtxMfqYiIE=,auXkZycoQ+KjxMTnPxtmR/MZ95k=",
                "{SCRAM-SHA-1}4096,R9OG3oUrRxC7Tdg6a4UzRA==,oMGk,auXkZycoQ+KjxMTnPxtmR/MZ95k=",
                "{OTP}sha1 100001 563ce7e1b7e90483 fa71001cfc19b0ce",
                "{OTP}sha7 1024 563ce7e1b7e90483 fa71001cfc19b0ce",
                "{ARGON2ID}$argon2id$v=19$m=65537,t=3,p=1$0jB0XH0ABfxcFZqyr2eW5Q$0pNeDV2aepRUwYj62TRt9rlrlXAbYnhJbmpzDbqhoQE",
                "{ARGON2ID}$argon2id$v=19$m=65536,t=5,p=1$0jB0XH0ABfxcFZqyr2eW5Q$0pNeDV2aepRUwYj62TRt9rlrlXAbYnhJbmpzDbqhoQE",
                "{ARGON2ID}$argon2d$v=19$m=8,t=1,p=1$0jB0XH0ABfxcFZqyr2eW5Q$0pNeDV2aepRUwYj62TRt9rlrlXAbYnhJbmpzDbqhoQE",
                "{ARGON2ID}$argon2id$v=19$m=8,t=1,p=2$0jB0XH0ABfxcFZqyr2eW5Q$0pNeDV2aepRUwYj62TRt9rlrlXAbYnhJbmpzDbqhoQE"
            })
    void whatCannotBeUsedIsNoWrongPassword(String stored) {
        assertThat(verify(stored, PASSWORD))
                .isInstanceOfSatisfying(
                        Verification.Unusable.class,
                        unusable -> assertThat(unusable.reason()).isNotBlank());
    }

    @Test
    void aReasonShowsNothingOfTheStoredText() {
        assertThat(schemes.verify(schemes.parse("{my secret}", "PLAIN"), USER, bytes("x"))
                        .toString())
                .doesNotContainIgnoringCase("secret");
        assertThat(verify("{MD5}hunter2", "x").toString()).doesNotContain("hunter2");
    }

    @Test
    void aBareValueIsOfTheDefaultScheme() {
        assertThat(schemes.parse("secret", "plain")).isEqualTo(new StoredPassword("PLAIN", Optional.empty(), "secret"));
        assertThat(schemes.parse("DtSG", "ldap-md5.hex"))
                .isEqualTo(new StoredPassword("LDAP-MD5", Optional.of("HEX"), "DtSG"));
        assertThat(schemes.parse("{secret", "PLAIN").value()).isEqualTo("{secret");
        assertThat(schemes.parse("", "PLAIN").value()).isEmpty();
    }

    @Test
    void whatLooksLikeMd5CryptIsThatWhateverTheDefault() {
        assertThat(schemes.parse("$1$salt$hash", "PLAIN"))
                .isEqualTo(new StoredPassword("MD5-CRYPT", Optional.empty(), "$1$salt$hash"));
        assertThat(schemes.parse("$1$salt$hash$ignored", "PLAIN").value()).isEqualTo("$1$salt$hash");
        assertThat(schemes.parse("$1$salt", "PLAIN").scheme()).isEqualTo("PLAIN");
        assertThat(schemes.parse("{PBKDF2}$1$salt$1000$hash", "PLAIN").value()).isEqualTo("$1$salt$1000$hash");
    }

    @Test
    void theRealmOfDigestMd5IsWhatFollowsTheLastAt() throws SchemeException {
        String stored = schemes.hash("DIGEST-MD5", "a@b@c", bytes("x"), OptionalInt.empty());
        assertThat(schemes.verify(schemes.parse(stored, "PLAIN"), "a@b@c", bytes("x")))
                .isEqualTo(new Verification.Match());
        assertThat(schemes.verify(schemes.parse(stored, "PLAIN"), "a@b", bytes("x")))
                .isEqualTo(new Verification.Mismatch());
        assertThatThrownBy(() -> schemes.hash("DIGEST-MD5", "", bytes("x"), OptionalInt.empty()))
                .isInstanceOf(SchemeException.class);
    }

    @Test
    void nothingThatBeginsWithTheRightPasswordAndAZeroByteFits() {
        assertThat(verify("{PLAIN}secret", "secret\0")).isEqualTo(new Verification.Mismatch());
        assertThat(verify("{PLAIN.B64}c2VjcmV0AA==", "secret\0")).isEqualTo(new Verification.Mismatch());
    }

    @Test
    void onlySchemesThatTakeMicrosecondsAreQuick() {
        for (String quick : List.of("{PLAIN}x", "{SSHA512}x", "{MD5}0ed48688bf88136c4baae845344c02a2", "{NOSUCH}x")) {
            assertThat(schemes.isQuick(schemes.parse(quick, "PLAIN"))).as(quick).isTrue();
        }
        for (String slow : List.of(
                "$1$a$b", "{MD5}$1$a$b", "{MD5.B64}x", "{CRYPT}ab", "{PBKDF2}x", "{SCRAM-SHA-1}x", "{ARGON2I}x")) {
            assertThat(schemes.isQuick(schemes.parse(slow, "PLAIN"))).as(slow).isFalse();
        }
    }

    @Test
    void scramIsServedFromItsOwnSchemeAndFromPlainText() {
        StoredPassword own = schemes.parse(
                "{SCRAM-SHA-1}4096,R9OG3oUrRxC7Tdg6a4UzRA==,oMGk5Bw62/yEoaxdigtxMfqYiIE=,auXkZycoQ+KjxMTnPxtmR/MZ95k=",
                "PLAIN");
        ScramSecret secret = schemes.scram(own, ScramHash.SHA_1, new byte[16]).orElseThrow();
        assertThat(secret.iterations()).isEqualTo(4096);
        assertThat(secret.salt()).hasSize(16);
        assertThat(secret.storedKey()).hasSize(20);
        assertThat(secret.serverKey()).hasSize(20);
        assertThat(schemes.scram(own, ScramHash.SHA_256, new byte[16])).isEmpty();
        assertThat(schemes.scram(schemes.parse("x", "PLAIN"), ScramHash.SHA_256, new byte[16])
                        .orElseThrow()
                        .storedKey())
                .hasSize(32);
        assertThat(schemes.scram(schemes.parse("{SCRAM-SHA-1}broken", "PLAIN"), ScramHash.SHA_1, new byte[16]))
                .isEmpty();
        assertThat(schemes.canScram("cleartext.b64", ScramHash.SHA_1)).isTrue();
        assertThat(schemes.canScram("PLAIN-TRUNC", ScramHash.SHA_1)).isFalse();
        assertThat(schemes.canScram("SHA512-CRYPT", ScramHash.SHA_1)).isFalse();
    }

    /** The example of RFC 5802, section 5. */
    @Test
    void derivesTheKeysOfTheRfc() throws UnusableHashException {
        ScramScheme scram = new ScramScheme(ScramHash.SHA_1, SchemeLimits.forHeap(1 << 30), new Salts());
        byte[] stored = bytes("4096,QSXCR+Q6sek8bf92,6dlGYMOdZcOPutkcNY8U2g7vK9Y=,D+CSWLOshSulAsxiupA+qs2/fTE=");
        assertThat(scram.verify(stored, "user", bytes("pencil"))).isTrue();
        assertThat(scram.verify(stored, "user", bytes("Pencil"))).isFalse();
    }

    @Test
    void passwordsLongerThanCryptTakesFitNothing() throws SchemeException {
        byte[] longest = new byte[511];
        Arrays.fill(longest, (byte) 'a');
        byte[] longer = Arrays.copyOf(longest, 512);
        longer[511] = 'a';
        String stored = schemes.hash("SHA512-CRYPT", USER, longest, OptionalInt.of(1000));
        assertThat(schemes.verify(schemes.parse(stored, "PLAIN"), USER, longest))
                .isEqualTo(new Verification.Match());
        assertThat(schemes.verify(schemes.parse(stored, "PLAIN"), USER, longer)).isEqualTo(new Verification.Mismatch());
        assertThatThrownBy(() -> schemes.hash("SHA512-CRYPT", USER, longer, OptionalInt.empty()))
                .isInstanceOf(SchemeException.class)
                .hasMessageContaining("511");
    }

    @Test
    void hashesWithTheRoundsAskedFor() throws SchemeException {
        assertThat(hash("sha256-crypt", 1000)).startsWith("{SHA256-CRYPT}$5$rounds=1000$");
        assertThat(hash("SHA512-CRYPT", 5000)).startsWith("{SHA512-CRYPT}$6$").doesNotContain("rounds");
        assertThat(hash("BLF-CRYPT", 4)).startsWith("{BLF-CRYPT}$2y$04$");
        assertThat(hash("PBKDF2", 1000)).contains("$1000$");
        assertThat(hash("SCRAM-SHA-256", 5000)).startsWith("{SCRAM-SHA-256}5000,");
        assertThat(hash("ARGON2ID", 1)).startsWith("{ARGON2ID}$argon2id$v=19$m=65536,t=1,p=1$");
        for (String scheme : List.of("SHA512-CRYPT", "BLF-CRYPT", "SHA1", "ARGON2I", "MD5", "OTP")) {
            assertThatThrownBy(() -> hash(scheme, 3_000_000)).as(scheme).isInstanceOf(SchemeException.class);
        }
    }

    @Test
    void whatCannotBeHashedIsSaid() {
        assertThatThrownBy(() -> schemes.hash("NOSUCH", USER, bytes("x"), OptionalInt.empty()))
                .hasMessage("unknown password scheme NOSUCH");
        assertThatThrownBy(() -> schemes.hash("PLAIN.B32", USER, bytes("x"), OptionalInt.empty()))
                .hasMessage("the scheme PLAIN has an unknown encoding");
        assertThatThrownBy(() -> schemes.hash("PLAIN", USER, new byte[] {'a', 0}, OptionalInt.empty()))
                .hasMessageContaining("zero byte");
        assertThatThrownBy(() -> schemes.hash("PLAIN", USER, new byte[] {(byte) 0xe4}, OptionalInt.empty()))
                .hasMessageContaining("PLAIN.b64");
    }

    private String hash(String scheme, int rounds) throws SchemeException {
        return schemes.hash(scheme, USER, bytes(PASSWORD), OptionalInt.of(rounds));
    }

    private Verification verify(String stored, String password) {
        return schemes.verify(schemes.parse(stored, "PLAIN"), USER, bytes(password));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
