package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"X-A", "Reply-To", "x", "X_1.2!", "Subject", "List-Unsubscribe"})
    void setsAnyNameThatIsOne(String name) {
        assertThat(FieldName.whyNotSet(name)).isEmpty();
        assertThat(FieldName.whyNotRemove(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X A", "X:A", "X-\u00dc", "X\n", "X\u007f"})
    void refusesWhatIsNoName(String name) {
        assertThat(FieldName.whyNotSet(name)).isPresent();
        assertThat(FieldName.whyNotAdd(name)).isPresent();
        assertThat(FieldName.whyNotRemove(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"From", "received", "Authentication-Results", "DKIM-Signature", "Content-Type", "Return-Path"})
    void writesNoTextWhereOthersPutWhatIsRead(String name) {
        assertThat(FieldName.whyNotSet(name)).isPresent();
        assertThat(FieldName.whyNotAdd(name)).isPresent();
    }

    @Test
    void addsNoSecondOneWhereThereIsOneAtMost() {
        assertThat(FieldName.whyNotAdd("Subject"))
                .hasValueSatisfying(why -> assertThat(why).contains("see set"));
        assertThat(FieldName.whyNotAdd("X-A")).isEmpty();
    }

    @Test
    void removesNothingThatMailNeeds() {
        assertThat(FieldName.whyNotRemove("Date")).isPresent();
        assertThat(FieldName.whyNotRemove("Received"))
                .hasValueSatisfying(why -> assertThat(why).contains("privacy"));
        assertThat(FieldName.whyNotRemove("DKIM-Signature")).isEmpty();
        assertThatThrownBy(() -> new PrivacyCheckConfig(PrivacyCheckConfig.Received.KEEP, List.of("From")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOnlyWhatCanBeRemovedByDefault() {
        assertThat(PrivacyCheckConfig.USUAL)
                .allSatisfy(name -> assertThat(FieldName.whyNotRemove(name)).isEmpty());
    }
}
