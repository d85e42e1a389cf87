package io.github.guichet.milter.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.MailAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedInTextTest {

    private static final MailAddress CEO = new MailAddress("ceo", "bank.example");

    private static List<MailAddress> addresses(String text) {
        return NamedInText.of(text).addresses();
    }

    private static List<String> domains(String text) {
        return NamedInText.of(text).domains();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ceo@bank.example",
                "The Boss ceo@bank.example",
                "ceo@BANK.example: The Boss",
                "The Boss <ceo@bank.example>",
                "'ceo@bank.example'",
                "\"ceo@bank.example\"",
                "(ceo@bank.example)",
                "mailto:ceo@bank.example",
                "ceo @ bank.example",
                "ceo\n @ \t bank.example.",
                "ceo＠bank.example",
                "ceo﹫bank。example",
                "ｃｅｏ@ｂａｎｋ．ｅｘａｍｐｌｅ",
                "c\u200beo@ba\u00adnk\u2060.exa\ufe0fmple",
                "\u202ececeo\u202c ceo@bank.example",
                "ceo@ba\u0000nk.example",
                "c\u0332e\u0332o\u0332@\u0332b\u0332a\u0332n\u0333k\u0332.\u0332e\u0332x\u0332a\u0332m\u0332p\u0332l\u0332e\u0332",
                "ceo(at)bank.example",
                "ceo [AT] bank [dot] example",
                "ceo { at } bank(.)example",
                "ceo<at>bank.example",
                "ceo(@)bank.example",
                "ceo@bank .example",
                "ceo @ bank . example",
                "𝐜𝐞𝐨@𝐛𝐚𝐧𝐤.example"
            })
    void seesAnAddress(String text) {
        assertThat(addresses(text)).containsExactly(CEO);
        assertThat(domains(text)).containsExactly("bank.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202eelpmaxe.knab@oec",
                "\u202eelpmaxe.knab@oec\u202c The Boss",
                "ceo@b\u202eelpmaxe.kna\u202c",
                "\u202eelpmaxe.knab@oec\u202c \u202exyz",
                "ceo@ba\r\nnk.example",
                "ceo@ba\nnk.example"
            })
    void seesAnAddressThatIsOneToSomeReaders(String text) {
        assertThat(addresses(text)).contains(CEO);
        assertThat(domains(text)).contains("bank.example");
    }

    @Test
    void aDomainInFrontOfAnAtThatIsNoAddressIsOne() {
        assertThat(domains("bank.example @ Support")).containsExactly("bank.example");
        assertThat(domains("bank.example@Support")).containsExactly("bank.example");
        assertThat(domains("first.last@bank.example")).containsExactly("bank.example");
    }

    @Test
    void seesSeveralInOrderAndEachOnce() {
        assertThat(addresses("ceo@bank.example, me+x@own.example or ceo@Bank.Example"))
                .containsExactly(CEO, new MailAddress("me+x", "own.example"));
    }

    @Test
    void seesAnAddressInEachPairAroundASign() {
        assertThat(addresses("a@own.example@bank.example"))
                .containsExactly(new MailAddress("a", "own.example"), new MailAddress("own.example", "bank.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The Boss",
                "Me @home",
                "Tea @ 5",
                "@",
                "a@b",
                "J. R. Myself",
                "Version 1.2",
                "192.0.2.1",
                "me@192.0.2.1",
                "...",
                "a..b",
                "Me (at work)"
            })
    void seesNothing(String text) {
        assertThat(addresses(text)).isEmpty();
        assertThat(domains(text)).isEmpty();
    }

    @Test
    void seesDomainsWithoutAnAddress() {
        assertThat(domains("Bank.Example support")).containsExactly("bank.example");
        assertThat(domains("https://login.bank.example/now?x=1")).containsExactly("login.bank.example");
        assertThat(domains("@bank.example")).containsExactly("bank.example");
        assertThat(domains("Müller-Bank.Example.")).containsExactly("müller-bank.example");
    }

    @Test
    void aLocalPartIsNoDomain() {
        assertThat(domains("john.doe@bank.example")).containsExactly("bank.example");
    }

    @Test
    void whatIsTooLongIsNoDomain() {
        assertThat(domains("a".repeat(64) + ".example")).isEmpty();
        assertThat(domains("a.".repeat(130) + "example")).isEmpty();
    }

    @Test
    void saysSoIfThereAreTooMany() {
        String many = IntStream.range(0, NamedInText.MAX)
                .mapToObj(i -> "ceo@bank" + i + ".example")
                .collect(Collectors.joining(" "));

        assertThat(NamedInText.of(many).tooMany()).isFalse();
        NamedInText more = NamedInText.of(many + " ceo@bank.example");
        assertThat(more.tooMany()).isTrue();
        assertThat(more.addresses()).hasSize(NamedInText.MAX);
        assertThat(more.domains()).hasSize(NamedInText.MAX);
    }
}
