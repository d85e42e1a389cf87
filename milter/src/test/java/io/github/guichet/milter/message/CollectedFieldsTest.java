package io.github.guichet.milter.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.IncomingField;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollectedFieldsTest {

    private final CollectedFields fields =
            new CollectedFields(Set.of("from", "sender", "x-a"), Set.of("x-counted", "from"), 100);

    private void add(String name, String value) {
        fields.add(new IncomingField() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int length() {
                return value.getBytes(StandardCharsets.UTF_8).length;
            }

            @Override
            public byte[] value() {
                return value.getBytes(StandardCharsets.UTF_8);
            }
        });
    }

    private static Field field(String name, int nth, int index, String value) {
        return new Field(name, nth, index, FieldValue.of(value));
    }

    @Test
    void holdsWantedFieldsInOrderWithBothTheirNumbers() {
        add("Received", "by x");
        add("FROM", "a@b");
        add("Subject", "hello");
        add("Sender", "s@b");
        add("from", "c@d");

        assertThat(fields.named("from")).containsExactly(field("FROM", 1, 2, "a@b"), field("from", 2, 5, "c@d"));
        assertThat(fields.named("sender")).containsExactly(field("Sender", 1, 4, "s@b"));
        assertThat(fields.count("from")).isEqualTo(2);
        assertThat(fields.incomplete("from")).isFalse();
    }

    @Test
    void nothingOfANameThatDidNotComeOrWasNotAskedFor() {
        add("Subject", "hello");

        assertThat(fields.named("x-a")).isEmpty();
        assertThat(fields.count("x-a")).isZero();
        assertThat(fields.named("subject")).isEmpty();
        assertThat(fields.count("subject")).isZero();
    }

    @Test
    void aNameOfTheSameLengthIsAnotherName() {
        add("Date", "x");
        add("Fro", "x");
        add("From2", "x");

        assertThat(fields.count("from")).isZero();
    }

    @Test
    void spaceBehindTheNameDoesNotHideAField() {
        add("From ", "a@b");
        add("From\t ", "c@d");

        assertThat(fields.named("from")).hasSize(2);
    }

    @Test
    void whatIsTooLargeIsCountedAndMakesItIncomplete() {
        add("X-A", "x".repeat(101));
        add("X-A", "small");

        assertThat(fields.incomplete("x-a")).isTrue();
        assertThat(fields.count("x-a")).isEqualTo(2);
        assertThat(fields.named("x-a")).containsExactly(field("X-A", 2, 2, "small"));
    }

    @Test
    void theLimitIsOfAllWantedValuesTogether() {
        add("X-A", "x".repeat(60));
        add("Subject", "x".repeat(1000));
        assertThat(fields.incomplete("from")).isFalse();

        add("From", "x".repeat(40));
        assertThat(fields.incomplete("from")).isFalse();

        add("From", "x");
        assertThat(fields.incomplete("from")).isTrue();
    }

    @Test
    void aWantedNameCanNotComeForever() {
        for (int i = 0; i < CollectedFields.MAX_FIELDS; i++) {
            add("X-A", "");
        }
        assertThat(fields.incomplete("x-a")).isFalse();

        add("X-A", "");

        assertThat(fields.incomplete("x-a")).isTrue();
        assertThat(fields.named("x-a")).hasSize(CollectedFields.MAX_FIELDS);
        assertThat(fields.count("x-a")).isEqualTo(CollectedFields.MAX_FIELDS + 1);
    }

    @Test
    void aListThatWasGivenOutStaysAsItWas() {
        add("From", "a@b");
        var given = fields.named("from");
        add("From", "c@d");

        assertThat(given).hasSize(1);
    }

    @Test
    void linesEndWithLfWhateverTheMtaSends() {
        add("From", "a\r\n <a@b>\rx\r");

        assertThat(fields.named("from").get(0).value()).isEqualTo(FieldValue.of("a\n <a@b>\rx\r"));
    }
}
