package io.github.guichet.milter.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits and what is said of a field; what is read of which field is in the corpus. */
class AddressFieldTest {

    @Test
    void whatStandsInAngleBracketsIsSeenBehindACommentThatDoesNotEndAndWithoutQuotes() {
        assertThat(parse("(<me@own.example,>").addressLike()).contains("me@own.example,");
        assertThat(parse("<me@own.example\",>").addressLike()).contains("me@own.example,");
        assertThat(parse("(a) <me@own.example (x)>").addressLike()).containsExactly("me@own.example");
    }

    @Test
    void aLineThatAnMtaWouldBreakBelongsToNobody() {
        String long984 = "\"" + "x".repeat(984 - 26) + "\" <me+ceo@own.example>   ";
        assertThat(long984.getBytes(StandardCharsets.UTF_8)).hasSize(984);
        assertThat(parse(long984).syntax()).isEqualTo(Syntax.INVALID);
        assertThat(parse(long984).addressLike()).containsExactly("more than 983 bytes in a line");
        assertThat(parse("a@own.example,\n " + long984).addressLike()).containsExactly("more than 983 bytes in a line");
        assertThat(parse(long984.strip()).syntax()).isEqualTo(Syntax.VALID);
        assertThat(parse("a@own.example,\n " + long984.strip() + ",\n " + long984.strip())
                        .syntax())
                .isEqualTo(Syntax.VALID);
    }

    private static AddressField parse(String value) {
        return AddressField.parse(FieldValue.of(value));
    }

    private static String addresses(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a" + i + "@own.example").collect(Collectors.joining(",\n "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            me                            | a name without an address
            <me@a.example                 | an angle bracket that is not closed
            me@a.example b                | an address that is none
            <me@a.example>;               | a stray ;
            <me@@a.example>               | an address that is none
            <>                            | an empty address
            "me                           | a quoted string that does not end
            (me                           | a comment that does not end
            me@[a                         | a domain literal that does not end
            me) <a@b>                     | a stray )
            a\\b <a@b>                    | a stray \\
            a@b, <a@b> c                  | text behind an address
            a b@c <a@b>                   | an @ in a name without quotes
            a [x] <a@b>                   | a stray [x] in a name
            a: b@c                        | a group that does not end
            a: b@c; d@e                   | text behind a group
            : b@c;                        | a stray :
            <@a>                          | a route without an address
            <@a:b@c>                      | a route
            A. <b@c>                      | a dot in a name without quotes
            a@b,                          | an empty list element
            a: , b@c;                     | an empty list element
            a . b@c                       | white space or a comment in an address
            a@ b                          | white space or a comment beside @
            "a".b@c                       | quotes and dots in a local part
            <(a)b@c>                      | a comment in angle brackets
            a@[\\b]                       | a backslash in a domain literal
            a@=?utf-8?Q?b?=               | an encoded word in an address
            a＠b@c                        | a character that looks like @ in an address
            a\u200b@c                     | a character that is not seen in an address
            """)
    void saysWhatIsWrong(String value, String problem) {
        assertThat(parse(value).problem()).contains(problem);
    }

    @Test
    void theWorstIsSaidFirst() {
        AddressField field = parse("A. <b@c>, d");

        assertThat(field.syntax()).isEqualTo(Syntax.INVALID);
        assertThat(field.problem()).contains("a name without an address");
    }

    @Test
    void joinersBelongToScripts() {
        assertThat(parse("a@نامه\u200cای.example").syntax()).isEqualTo(Syntax.VALID);
        assertThat(parse("a@name\u200c.example").syntax()).isEqualTo(Syntax.INVALID);
    }

    @Test
    void keepsTheBytesOfANameAsWritten() {
        AddressField field = AddressField.parse(FieldValue.of(
                " =?utf-8?Q?M=C3=A9?=\n \"x\\\"\" (c) Ü <me@own.example>".getBytes(StandardCharsets.UTF_8)));

        assertThat(field.mailboxes().get(0).rawName())
                .isEqualTo(FieldValue.of("=?utf-8?Q?M=C3=A9?=\n \"x\\\"\" (c) Ü"));
    }

    @Test
    void aCommentMayNestSoDeepAndNoDeeper() {
        int depth = FieldLexer.MAX_DEPTH;

        assertThat(parse("(".repeat(depth) + ")".repeat(depth) + "a@b").syntax())
                .isEqualTo(Syntax.VALID);
        assertThat(parse("(".repeat(depth + 1) + ")".repeat(depth + 1) + "a@b").problem())
                .contains("comments nested too deep");
    }

    @Test
    void manyMailboxesAreReadAndTooManyAreNobodys() {
        AddressField many = parse(addresses(AddressReader.MAX_MAILBOXES));
        assertThat(many.syntax()).isEqualTo(Syntax.VALID);
        assertThat(many.addressLike()).hasSize(AddressReader.MAX_MAILBOXES);

        AddressField tooMany = parse(addresses(AddressReader.MAX_MAILBOXES + 1));
        assertThat(tooMany.syntax()).isEqualTo(Syntax.INVALID);
        assertThat(tooMany.addressLike()).containsExactly("more than 100 addresses");
    }

    @Test
    void aFieldThatIsTooLongIsNobodys() {
        String name = "\"" + ("x".repeat(510) + "\n ").repeat(31) + "x".repeat(AddressReader.MAX_LENGTH - 16 - 31 * 512)
                + "\" <me@own.test>";
        assertThat(parse(name).addressLike()).containsExactly("me@own.test");

        AddressField tooLong = parse(name + " ");
        assertThat(tooLong.syntax()).isEqualTo(Syntax.INVALID);
        assertThat(tooLong.addressLike()).containsExactly("more than 16384 bytes");
    }

    @Test
    void aFieldThatIsNotValidMustBeShorter() {
        int length = AddressLike.MAX_FIELD - " <me@own.test>".length();

        String dots = ("x.".repeat(255) + "\n ").repeat(length / 512) + "x.".repeat(length % 512 / 2);
        assertThat(parse(dots + " <me@own.test>").addressLike()).containsExactly("me@own.test");
        assertThat(parse(dots + "xx <me@own.test>").addressLike()).containsExactly("more than 8192 characters");
        String long18 = "ﷺ.".repeat(100) + "\n ";
        assertThat(parse(long18.repeat(3) + " <me@own.test>").addressLike()).containsExactly("me@own.test");
        assertThat(parse(long18.repeat(5) + " <me@own.test>").addressLike())
                .containsExactly("more than 8192 characters");
    }

    @Test
    void tooManyThatLookLikeAddressesAreNobodys() {
        AddressField field = parse(addresses(100).replace(',', ' ') + " x@own.example");

        assertThat(field.addressLike()).hasSize(101).endsWith("more than 100 addresses");
    }

    @Test
    void anAddressCanBeTooLong() {
        assertThat(parse("a".repeat(250) + "@" + "b".repeat(250)).syntax()).isEqualTo(Syntax.VALID);
        assertThat(parse("a".repeat(300) + "@" + "b".repeat(300)).problem()).contains("an address that is too long");
    }

    /** Each of these would take minutes or hours if what does not end were looked for again and again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "\"\\",
                "(",
                "((a)",
                "(\\",
                "[",
                "<",
                "<a@b>",
                "@",
                "a@",
                ".",
                ",",
                ";",
                ":",
                "a:",
                "\\",
                "=?",
                "=?a?Q?",
                "=?utf-8?B?YQ==?= ",
                "\"=?utf-8?Q?=22?=",
                " ",
                "\n ",
                "\r",
                "\u0300\u0316",
                "ﷺ",
                "(@",
                "a b",
                "<a\"",
                "('",
                " ."
            })
    void takesItsTimeWithNothing(String piece) {
        String value = piece.repeat(AddressReader.MAX_LENGTH / piece.getBytes(StandardCharsets.UTF_8).length);

        String half = piece.repeat(AddressLike.MAX_FIELD / 2 / piece.length());
        for (String text : List.of(half, half + "<me@own.example>", value, "\"" + value, "a@b" + half)) {
            AddressField field = parse(text);

            assertThat(field.problem().isPresent()).isEqualTo(field.syntax() != Syntax.VALID);
            assertThat(field.addressLike()).hasSizeLessThan(102);
            assertThat(NamedInText.of(text).domains()).hasSizeLessThan(101);
        }
    }
}
