package io.github.guichet.milter.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.message.EncodedWords.Decoded;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            =?utf-8?Q?a?=                                   | a
            =?UTF-8?q?M=C3=BCller=2C_J=2e?=                 | Müller, J.
            =?utf-8?B?TcO8bGxlcg==?=                        | Müller
            =?utf-8?b?TcO8bGxlcg?=                          | Müller
            =?utf-8?B?TcO8 bGx*lcg==?=                      | Müller
            =?iso-8859-15?Q?=A4?=                           | €
            =?windows-1252?Q?=80?=                          | €
            =?koi8-r?B?7snLz8zByg==?=                       | Николай
            =?iso-2022-jp?B?GyRCOzNFRBsoQg==?=             | 山田
            =?gb2312?B?wO4=?=                               | 李
            =?us-ascii*en?Q?Me?=                            | Me
            =?utf-8?Q?M=C3?= =?utf-8?Q?=BCller?=            | Müller
            =?utf-8?Q?a?==?utf-8?Q?b?=                      | ab
            =?utf-8?Q?a?=  =?iso-8859-1?Q?=FC?= =?utf-8?Q?b?= | aüb
            =?utf-8?Q?a?= b =?utf-8?Q?c?=                   | a b c
            x=?utf-8?Q?a?=y                                 | xay
            `  =?utf-8?Q?a?=  b`                            | `  a  b`
            =?utf-8?Q?=C3?=                                 | \uFFFD
            =?utf-8?Q?a=4?=                                 | a=4
            =?utf-8?Q?=XY=?=                                | =XY=
            =?utf-8?Q??=                                    | ``
            =?utf-8?Q?what?_now?=                           | what? now
            =?utf-8?Q?a b, c <d>?=                          | a b, c <d>
            =?utf-8?Q?Mü𝐚?=                                 | Mü𝐚
            """)
    void decodesWhatReadersDecode(String text, String decoded) {
        assertThat(EncodedWords.decode(text)).isEqualTo(new Decoded(decoded.replace("\\uFFFD", "\uFFFD"), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Me",
                "=?",
                "=?utf-8",
                "=?utf-8?",
                "=?utf-8?Q",
                "=?utf-8?Q?",
                "=?utf-8?Q?a",
                "=?utf-8?X?a?=",
                "=??Q?a?=",
                "=?utf-8?QQ?a?=",
                "? =? ?="
            })
    void leavesWhatIsNoEncodedWord(String text) {
        assertThat(EncodedWords.decode(text)).isEqualTo(new Decoded(text, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?x-nobody?Q?a?=", "=?utf-7?Q?a+AEA-b?=", "=?not a name?Q?a?=", "=?*en?Q?a?="})
    void leavesAnUnknownCharsetAndSaysSo(String text) {
        assertThat(EncodedWords.decode(text)).isEqualTo(new Decoded(text, false));
    }

    @Test
    void decodesTheOthersBesideAnUnknownCharset() {
        assertThat(EncodedWords.decode("=?utf-8?Q?a?= =?x-nobody?Q?b?= =?utf-8?Q?c?="))
                .isEqualTo(new Decoded("a =?x-nobody?Q?b?= c", false));
    }

    @Test
    void takesAllForUtf8AndJoinsNothingIfAskedTo() {
        assertThat(EncodedWords.decodeAsUtf8("=?x-nobody?Q?a=40b?= =?cp037?Q?c?="))
                .isEqualTo("a@b c");
    }

    @Test
    void doesNotLookForAnyNumberOfCharsets() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("=?x-").append(i).append("?Q?a?= ");
        }

        assertThat(EncodedWords.decode(text + "=?utf-8?Q?b?=")).isEqualTo(new Decoded(text + "=?utf-8?Q?b?=", false));
    }

    /** Some charsets can only be read, and a word may hold text that was never encoded. */
    @Test
    void readsAWordOfAnyCharset() {
        Charset.availableCharsets()
                .keySet()
                .forEach(name -> assertThat(EncodedWords.decode("=?" + name + "?Q?\u00e9?= <a@b.example>")
                                .text())
                        .as(name)
                        .endsWith("<a@b.example>"));
    }
}
