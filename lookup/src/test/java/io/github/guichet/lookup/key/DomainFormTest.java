package io.github.guichet.lookup.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainFormTest {

    @ParameterizedTest
    @CsvSource({
        "m\u00fcller.example, xn--mller-kva.example",
        "mail.m\u00fcller.example, mail.xn--mller-kva.example",
        "\u4f8b\u5b50.\u6d4b\u8bd5, xn--fsqu00a.xn--0zwm56d",
        "\u0440\u0444.\u0440\u0444, xn--p1ai.xn--p1ai",
        "b\u00fccher.m\u00fcller., xn--bcher-kva.xn--mller-kva.",
    })
    void writesADomainEitherWay(String unicode, String ascii) {
        assertThat(DomainForm.other(unicode)).isEqualTo(ascii);
        assertThat(DomainForm.other(ascii)).isEqualTo(unicode);
    }

    @Test
    void foldsAndNormalisesTheOtherForm() {
        assertThat(DomainForm.other("M\u00dcLLER.Example")).isEqualTo("xn--mller-kva.example");
        assertThat(DomainForm.other("mu\u0308ller.example")).isEqualTo("xn--mller-kva.example");
        assertThat(DomainForm.other("m\u00fcller\u3002example")).isEqualTo("xn--mller-kva.example");
        assertThat(DomainForm.other("XN--MLLER-KVA.Example")).isEqualTo("m\u00fcller.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "a--b.example",
                "xn--.example",
                "xn--a.example",
                "xn--zzzzzzzzzzzzzzzzzzzz.example",
                "notxn-x.example",
            })
    void hasNoOtherFormForAPlainName(String domain) {
        assertThat(DomainForm.other(domain)).isEmpty();
    }

    @Test
    void doesNotMixUpSharpSWithDoubleS() {
        assertThat(DomainForm.other("stra\u00dfe.example")).isEqualTo("xn--strae-oqa.example");
        assertThat(DomainForm.other("xn--strae-oqa.example")).isEmpty();
    }

    @Test
    void takesAnALabelThatNobodyCanRegisterLiterally() {
        // It would decode to "MÜLLER": another name, which must not read the mail of müller.example.
        String upper = "xn--" + Punycode.encode("m\u00dcller") + ".example";
        assertThat(DomainForm.other(upper)).isEmpty();
    }
}
