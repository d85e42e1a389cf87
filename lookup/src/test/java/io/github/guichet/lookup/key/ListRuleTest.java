package io.github.guichet.lookup.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.ValuesTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListRuleTest {

    private static Answer ask(String parameter, String value) {
        KeyRule rule = KeyRules.forParameter(parameter, AddressConfig.DEFAULTS).orElseThrow();
        ValuesTable rows = new ValuesTable("rows", Map.of("x.example", value));
        return new SearchedTable(rows, rule).lookup("X.example", new Trail()).join();
    }

    @Test
    void aDomainWithHundredThousandsOfAddressesIsStillHosted() {
        String value = "x.example" + ",x.example".repeat(100_000);
        assertThat(ask("virtual_alias_domains", value)).isEqualTo(new Answer.Found("x.example"));
        assertThat(ask("relay_domains", value)).isEqualTo(new Answer.Found("x.example"));
    }

    @Test
    void aValueOfOrdinaryLengthIsPassedOnAsItIs() {
        String value = "x.example,y.example";
        assertThat(ask("virtual_alias_domains", value)).isEqualTo(new Answer.Found(value));
    }

    @Test
    void aLongValueWithoutItemsIsCutBetweenCharacters() {
        Answer answer = ask("virtual_mailbox_domains", "x" + "\uD83D\uDCEB".repeat(60_000));
        assertThat(answer).isInstanceOfSatisfying(Answer.Found.class, found -> {
            assertThat(found.value()).hasSizeLessThanOrEqualTo(10_000);
            assertThat(Character.isHighSurrogate(
                            found.value().charAt(found.value().length() - 1)))
                    .isFalse();
        });
    }

    @Test
    void aLongValueThatIsMoreThanASignIsLeftWhole() {
        String value = "a@x.example" + ",a@x.example".repeat(2_000);
        assertThat(ask("check_client_access", value)).isEqualTo(new Answer.Found(value));
    }
}
