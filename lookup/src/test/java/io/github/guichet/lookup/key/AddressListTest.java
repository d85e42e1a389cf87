package io.github.guichet.lookup.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressListTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "bob@x.example                      | bob+t@x.example",
                "bob                                | bob+t",
                "a@x.example,b@y.example            | a+t@x.example, b+t@y.example",
                "a@x.example, b@y.example           | a+t@x.example, b+t@y.example",
                "a@x.example b@y.example            | a+t@x.example, b+t@y.example",
                "a b c                              | a+t, b+t, c+t",
                "\"a b\"@x.example                  | \"a b+t\"@x.example",
                "\"a\\\"@b\"@x.example              | \"a\\\"@b+t\"@x.example",
                "\"a,b\"@x.example, c               | \"a,b+t\"@x.example, c+t",
                "Bob B. Smith <bob@x.example>, c@y  | bob+t@x.example, c+t@y",
                "\"Smith, Bob\" <bob@x.example>     | bob+t@x.example",
                "bob@x.example (the, builder)       | bob+t@x.example",
                "list: a@x, b@y;, c@z               | a+t@x, b+t@y, c+t@z",
                "<bob@x.example>                    | bob+t@x.example",
                "bob@[192.0.2.1]                    | bob+t@[192.0.2.1]",
                "bob@[IPv6:::1]                     | bob+t@[IPv6:::1]",
                "bob%x.example                      | bob+t%x.example",
                "x!bob                              | x!bob+t",
                "<@a,@b:bob@x.example>              | bob+t@x.example",
                "j\u00f6rg@m\u00fcller.example      | j\u00f6rg+t@m\u00fcller.example",
                "bob+u@x.example                    | bob+u+t@x.example",
            })
    void appendsTheExtensionToEachAddress(String value, String expected) {
        assertThat(AddressList.append(value, "+t")).isEqualTo(expected);
    }

    @Test
    void quotesALocalPartThatNeedsItAfterwards() {
        assertThat(AddressList.append("bob@x.example", "+a b")).isEqualTo("\"bob+a b\"@x.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {",", "(nobody)", ";"})
    void leavesAValueWithoutAddressAlone(String value) {
        assertThat(AddressList.append(value, "+t")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"\"open", "<open", "[open", "(open", "a\\", "\"a\\", "(a\\"})
    void survivesWhatIsNeverClosed(String value) {
        assertThat(AddressList.append(value, "+t")).isNotEmpty();
    }
}
