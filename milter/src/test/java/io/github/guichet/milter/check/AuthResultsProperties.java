package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.guichet.lookup.key.MailAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AuthResultsProperties {

    private static final Pattern FIELD =
            Pattern.compile("(\\S+);(?: |\n\t)auth=pass( \\([A-Z]+\\))?(?: smtp\\.auth=(.*))?", Pattern.DOTALL);

    private final OwnAuthservIds own = new OwnAuthservIds(List.of("mx.example.org"));

    @Property
    void nothingIsUnreadable(@ForAll byte[] bytes, @ForAll("pieces") String pieces) {
        assertThatCode(() -> own.isClaimedBy(new String(bytes, StandardCharsets.UTF_8)))
                .doesNotThrowAnyException();
        assertThatCode(() -> own.isClaimedBy(pieces)).doesNotThrowAnyException();
    }

    @Property
    void whatIsOursIsFoundHoweverItIsWritten(
            @ForAll("blanks") String before,
            @ForAll("names") String name,
            @ForAll("blanks") String behind,
            @ForAll("pieces") String rest) {
        assertThat(own.isClaimedBy(before + name + behind + ";" + rest)).isTrue();
    }

    @Property
    void whatIsWellFormedAndForeignStays(
            @ForAll("foreign") String name, @ForAll("blanks") String behind, @ForAll("pieces") String rest) {
        assertThat(own.isClaimedBy(name + behind + ";" + rest)).isFalse();
    }

    /** Our name in the part that says whose field it is, and nothing that makes it the beginning of a longer name. */
    @Property
    void whatIsBrokenAndNamesUsIsOurs(@ForAll("broken") String broken, @ForAll("pieces") String rest) {
        assertThat(own.isClaimedBy(broken + " mx.example.org " + rest)).isTrue();
    }

    @Property
    void whatIsSaidOfALoginCanBeReadAgain(@ForAll("logins") String login, @ForAll boolean utf8) {
        String field = AuthResultsText.of("mx.example.org", "PLAIN", login, utf8);
        Matcher read = FIELD.matcher(field);
        assertThat(read.matches()).isTrue();
        assertThat(read.group(1)).isEqualTo("mx.example.org");
        String value = read.group(3);
        if (value != null) {
            boolean asIs = utf8 || login.chars().allMatch(c -> c < 0x80);
            assertThat(unquoted(value)).isEqualTo(asIs ? login : withDomainInAscii(login));
            assertThat(value.codePoints()).noneMatch(Character::isISOControl);
        } else {
            assertThat(login.isEmpty()
                            || login.codePoints().anyMatch(Character::isISOControl)
                            || (!utf8 && login.chars().anyMatch(c -> c >= 0x80)))
                    .isTrue();
        }
        if (!utf8) {
            assertThat(field.chars()).allMatch(c -> c < 0x80);
        }
    }

    @Property
    void onlyAddressesAndTokensGoWithoutQuotes(@ForAll("logins") String login) {
        Optional<String> value = AuthResultsText.value(login, false);
        value.filter(written -> !written.startsWith("\""))
                .ifPresent(written -> assertThat(written)
                        .matches("[^\\s()<>@,;:\\\\\"/\\[\\]?=]+|[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+"));
    }

    private static String withDomainInAscii(String login) {
        int at = login.lastIndexOf('@') + 1;
        return login.substring(0, at) + MailAddress.domainIdentity(login.substring(at));
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        assertThat(value).matches("(?s)\"(?:[^\"\\\\]|\\\\.)*\"");
        return value.substring(1, value.length() - 1).replaceAll("(?s)\\\\(.)", "$1");
    }

    @Provide
    Arbitrary<String> logins() {
        Arbitrary<String> words = Arbitraries.strings()
                .withCharRange('a', 'e')
                .withChars(" \"\\()<>@,;:/[]?=.+%!\u0000\n\t\u00fc\u4e2d")
                .ofMaxLength(20);
        Arbitrary<String> addresses = Combinators.combine(
                        Arbitraries.strings()
                                .alpha()
                                .withChars(".+_")
                                .ofMinLength(1)
                                .ofMaxLength(8),
                        Arbitraries.of(
                                "example.org", "-x.example", "localhost", "m\u00fcller.example", "a..b", "[192.0.2.1]"))
                .as((local, domain) -> local + "@" + domain);
        return Arbitraries.oneOf(words, addresses);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("mx.example.org", "\"mx.example.org\"", "mx.example.org.", "\"m\\x.example.org\"")
                .flatMap(name -> Arbitraries.integers().between(0, 0xffff).map(bits -> inCase(name, bits)));
    }

    private static String inCase(String name, int bits) {
        StringBuilder mixed = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if ((bits >> (i % 16) & 1) != 0) {
                mixed.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return mixed.toString();
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of("", " ", "\t", "\n ", "\r\n\t", "(a)", "(a (b) \\) c)", "( ; )", "(\")")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> foreign() {
        return Arbitraries.of("other.example", "mx.example.com", "mx.example.organ", "x-mx.example.org", "\"other\"");
    }

    @Provide
    Arbitrary<String> broken() {
        return Arbitraries.of(
                "(", "\"", "other.example", "@", "other.example 1.0", "=?x?q?y?=", "<", "other.example x");
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "(",
                        ")",
                        "\"",
                        "\\",
                        ";",
                        " ",
                        "\n\t",
                        "=",
                        "=?",
                        "mx.example.org",
                        "none",
                        "auth=pass",
                        "1",
                        "\0",
                        "\u00fc")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
