package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.SchemeException;
import io.github.guichet.dovecotauth.scheme.SchemeLimits;
import io.github.guichet.dovecotauth.scheme.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code doveadm pw} makes, guichet verifies, and the other way round, in every scheme and encoding. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class SchemeIT {

    private static final String USER = "jo@example.org@realm";

    private static final byte[] LATIN_1 = "p\u00e4\u00dfword \u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private static final List<byte[]> PASSWORDS = List.of(
            bytes("secret"),
            bytes(" with  spaces and 'quotes\"$ "),
            bytes("Grüße 密码 🔑"),
            LATIN_1,
            bytes("l0ng".repeat(100)));

    /** Schemes whose text is the password, so that bytes that are no text need an encoding. */
    private static final Set<String> TEXT = Set.of("PLAIN", "CLEAR", "CLEARTEXT", "PLAIN-TRUNC");

    private final PasswordSchemes guichet =
            PasswordSchemes.create(SchemeLimits.forHeap(Runtime.getRuntime().maxMemory()));
    private DoveadmPw doveadm;

    @BeforeAll
    void prepare(Workspace work) {
        doveadm = new DoveadmPw(work);
    }

    @Test
    void doveadmAndGuichetVerifyWhatTheOtherMakes() throws SchemeException {
        assertThat(new TreeSet<>(guichet.names())).isEqualTo(doveadm.schemes());
        int from = 0;
        int to = 0;
        for (String scheme : guichet.names()) {
            List<String> failures = new ArrayList<>();
            boolean fromDoveadm = true;
            boolean toDoveadm = true;
            for (String encoding : List.of("", ".b64", ".base64", ".hex")) {
                for (byte[] password : encoding.isEmpty() ? PASSWORDS : List.of(LATIN_1)) {
                    if (encoding.isEmpty() && password == LATIN_1 && TEXT.contains(scheme)) {
                        continue;
                    }
                    fromDoveadm &= verifiedByGuichet(fromDoveadm(scheme + encoding, password), password, failures);
                    String made = guichet.hash(scheme + encoding, USER, password, OptionalInt.empty());
                    toDoveadm &= verifiedByDoveadm(made, password, failures);
                }
            }
            from += fromDoveadm ? 1 : 0;
            to += toDoveadm ? 1 : 0;
            System.out.printf(
                    "scheme: %-14s from doveadm %s, to doveadm %s%n", scheme, yes(fromDoveadm), yes(toDoveadm));
            failures.forEach(System.out::println);
        }
        int all = guichet.names().size();
        System.out.printf("schemes: %d of %d from doveadm, %d of %d to doveadm%n", from, all, to, all);
        assertThat(from).isEqualTo(all);
        assertThat(to).isEqualTo(all);
    }

    /** {@code doveadm pw} makes most kinds of CRYPT not at all, but verifies what the system's crypt(3) makes. */
    @Test
    void bothVerifyEveryKindOfCrypt() {
        int same = 0;
        List<String> kinds = List.of(
                "ab",
                "$1$saltsalt$",
                "$2a$04$abcdefghijklmnopqrstuu",
                "$2b$04$abcdefghijklmnopqrstuu",
                "$2x$04$abcdefghijklmnopqrstuu",
                "$2y$04$abcdefghijklmnopqrstuu",
                "$3$",
                "$5$saltsalt$",
                "$5$rounds=1000$saltsalt$",
                "$6$saltsalt$",
                "$6$rounds=6000$saltsaltsaltsalt$",
                "$7$CU..../....saltsalt$",
                "$gy$j9T$saltsaltsalt$",
                "$md5$saltsalt$",
                "$md5,rounds=5$saltsalt$",
                "$sha1$1000$saltsalt$",
                "$y$j9T$saltsaltsalt$",
                "_J9..salt");
        for (String setting : kinds) {
            List<String> failures = new ArrayList<>();
            for (byte[] password : PASSWORDS) {
                if (setting.equals("$3$") && password == LATIN_1) {
                    continue; // NT hashes are of UTF-16, and these bytes are no text
                }
                String stored = "{CRYPT}" + DoveadmPw.crypt(password, setting);
                for (byte[] given : List.of(password, wrong(password))) {
                    // To $2x$, the old defect of bcrypt, some wrong passwords are right.
                    boolean doveadmSays = doveadm.verifies(stored, USER, given);
                    Verification guichetSays = guichet.verify(guichet.parse(stored, "PLAIN"), USER, given);
                    if (!(doveadmSays ? new Verification.Match() : new Verification.Mismatch()).equals(guichetSays)
                            || (given == password && !doveadmSays)) {
                        failures.add("  " + stored + ": doveadm " + doveadmSays + ", guichet " + guichetSays);
                    }
                }
            }
            System.out.printf("scheme: CRYPT %-32s both %s%n", setting, yes(failures.isEmpty()));
            failures.forEach(System.out::println);
            same += failures.isEmpty() ? 1 : 0;
        }
        assertThat(same).isEqualTo(kinds.size());
    }

    /** The three forms of the scheme MD5, and digests of which the length tells whether they are in hex. */
    @Test
    void bothRecogniseTheSameForms() {
        List<String> failures = new ArrayList<>();
        byte[] secret = bytes("secret");
        for (String stored : List.of(
                "{MD5}5ebe2294ecd0e0f08eab7690d2a6ee69",
                "{MD5}5EBE2294ECD0E0F08EAB7690D2A6EE69",
                "{MD5}Xr4ilOzQ4PCOq3aQ0qbuaQ==",
                "{md5}" + DoveadmPw.crypt(secret, "$1$abc$"),
                "{PLAIN-MD5}Xr4ilOzQ4PCOq3aQ0qbuaQ==",
                "{LDAP-MD5}5ebe2294ecd0e0f08eab7690d2a6ee69",
                "{sha}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4",
                "{SHA.hex}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4",
                DoveadmPw.crypt(secret, "$1$abc$") + "$ignored")) {
            assertThat(verifiedByGuichet(stored, secret, failures)).as(stored).isTrue();
            assertThat(verifiedByDoveadm(stored, secret, failures)).as(stored).isTrue();
        }
    }

    /** As long as doveadm can make it: one byte more, and crypt(3) of Debian refuses. */
    @Test
    void bothTakeCryptPasswordsOfTheSameLength() throws SchemeException {
        List<String> failures = new ArrayList<>();
        byte[] longest = bytes("x".repeat(511));
        byte[] longer = bytes("x".repeat(512));
        assertThat(verifiedByGuichet(doveadm.hash("SHA512-CRYPT", USER, longest), longest, failures))
                .isTrue();
        assertThat(doveadm.hash("SHA512-CRYPT", USER, longer)).isEqualTo("{SHA512-CRYPT}*0");
        assertThatThrownBy(() -> guichet.hash("SHA512-CRYPT", USER, longer, OptionalInt.empty()))
                .isInstanceOf(SchemeException.class);
        String ofLongest = guichet.hash("SHA512-CRYPT", USER, longest, OptionalInt.empty());
        assertThat(doveadm.verifies(ofLongest, USER, longer)).isFalse();
        assertThat(guichet.verify(guichet.parse(ofLongest, ""), USER, longer)).isEqualTo(new Verification.Mismatch());
    }

    @Test
    void theCommandMakesWhatDoveadmVerifies() {
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("--scheme", "sha512-crypt", "--rounds", "6000"),
                List.of("-s", "DIGEST-MD5", "-u", USER),
                List.of("-s", "SCRAM-SHA-256"),
                List.of("-s", "plain.b64"))) {
            List<String> line = new ArrayList<>(List.of("hash"));
            line.addAll(arguments);
            String stored = GuichetCommand.plain("Grüße 密码\nnot this\n", line.toArray(String[]::new))
                    .succeeds()
                    .out()
                    .strip();
            assertThat(doveadm.verifies(stored, USER, bytes("Grüße 密码")))
                    .as(stored)
                    .isTrue();
            assertThat(doveadm.verifies(stored, USER, bytes("Grüße")))
                    .as(stored)
                    .isFalse();
        }
        assertThat(GuichetCommand.plain("", "hash", "--list").succeeds().out().lines())
                .containsExactlyInAnyOrderElementsOf(doveadm.schemes());
        for (String wrong :
                List.of("-s nosuch", "-s PLAIN --rounds 5", "-s DIGEST-MD5", "-s SHA512-CRYPT -r 1", "surplus")) {
            Command command = GuichetCommand.plain("secret\n", ("hash " + wrong).split(" "));
            assertThat(command.exit()).as(command.toString()).isEqualTo(64);
            assertThat(command.err()).isNotBlank();
        }
        assertThat(GuichetCommand.plain("", "hash").exit()).isEqualTo(64);
    }

    @Test
    void theCommandAsksTwiceOnATerminalAndDoesNotShowWhatIsTyped() throws IOException, InterruptedException {
        Process terminal = new ProcessBuilder(
                        Program.SCRIPT.path(), "-qec", Program.GUICHET.path() + " hash --scheme SHA1", "/dev/null")
                .start();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        readUntil(terminal.getInputStream(), shown, "Password: ");
        type(terminal, "secret\n");
        readUntil(terminal.getInputStream(), shown, "again: ");
        type(terminal, "secret\n");
        readUntil(terminal.getInputStream(), shown, "=");
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("{SHA1}5en6G6MezRroT3XKqkdPOmY/BfQ=")
                .doesNotContain("secret");
        terminal.getOutputStream().close();
        terminal.waitFor();
    }

    private String fromDoveadm(String scheme, byte[] password) {
        if (!scheme.startsWith("PLAIN-TRUNC")) {
            return doveadm.hash(scheme, USER, password);
        }
        // doveadm puts no length in front, and refuses then what it made (password-scheme.c registers plain_generate).
        assertThatThrownBy(() -> doveadm.verifies(doveadm.hash(scheme, USER, bytes("secret")), USER, bytes("secret")))
                .hasMessageContaining("PLAIN-TRUNC missing length: prefix");
        byte[] length = bytes((password.length + 5) + "-");
        byte[] whole = new byte[length.length + password.length];
        System.arraycopy(length, 0, whole, 0, length.length);
        System.arraycopy(password, 0, whole, length.length, password.length);
        return doveadm.hash(scheme, USER, whole);
    }

    private boolean verifiedByGuichet(String stored, byte[] password, List<String> failures) {
        Verification right = guichet.verify(guichet.parse(stored, "PLAIN"), USER, password);
        Verification wrong = guichet.verify(guichet.parse(stored, "PLAIN"), USER, wrong(password));
        boolean good = right instanceof Verification.Match && wrong instanceof Verification.Mismatch;
        if (!good) {
            failures.add("  guichet: " + stored + ": " + right + ", the wrong one " + wrong);
        }
        return good;
    }

    private boolean verifiedByDoveadm(String stored, byte[] password, List<String> failures) {
        boolean good = doveadm.verifies(stored, USER, password) && !doveadm.verifies(stored, USER, wrong(password));
        if (!good) {
            failures.add("  doveadm: " + stored);
        }
        return good;
    }

    /** One that differs in the first byte, which every scheme looks at. */
    private static byte[] wrong(byte[] password) {
        byte[] wrong = password.clone();
        wrong[0] = (byte) (wrong[0] == 'x' ? 'y' : 'x');
        return wrong;
    }

    private static void type(Process terminal, String text) throws IOException {
        terminal.getOutputStream().write(bytes(text));
        terminal.getOutputStream().flush();
    }

    private static void readUntil(InputStream from, ByteArrayOutputStream shown, String text) throws IOException {
        while (!shown.toString(StandardCharsets.UTF_8).contains(text)) {
            int next = from.read();
            if (next < 0) {
                throw new AssertionError("ended after: " + shown.toString(StandardCharsets.UTF_8));
            }
            shown.write(next);
        }
    }

    private static String yes(boolean is) {
        return is ? "yes" : "NO";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
