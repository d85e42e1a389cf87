package io.github.guichet.milter.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.ChangeKind;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.MacroStage;
import io.github.guichet.milter.session.Offer;
import io.github.guichet.milter.session.Wishes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

    /** Not an empty list: Postfix would send its usual macros. */
    private static final String NO_MACROS = " 0={none} 1={none} 2={none} 3={none} 4={none} 5={none} 6={none}";

    private final Line line = new Line();

    @AfterEach
    void nothingIsLeft() {
        line.end();
    }

    private void wish(Set<Event> events, Set<Event> answered, Set<ChangeKind> changes) {
        line.filter.wishes = new Wishes(events, answered, changes, Map.of(), false, false);
    }

    @Test
    void asksPostfixForNothingThatNobodyWants() {
        wish(Set.of(), Set.of(), Set.of());

        assertThat(line.say(Mta.POSTFIX_OFFER)).containsExactly("O 6 100 37f" + NO_MACROS);
    }

    @Test
    void asksForFieldsWithoutAnsweringThem() {
        wish(Set.of(Event.HEADER), Set.of(), Set.of(ChangeKind.CHANGE_FIELD, ChangeKind.QUARANTINE));

        assertThat(line.say(Mta.POSTFIX_OFFER)).containsExactly("O 6 130 3df" + NO_MACROS);
    }

    @Test
    void asksForEverything() {
        line.filter.wishes = new Wishes(
                EnumSet.allOf(Event.class),
                EnumSet.allOf(Event.class),
                EnumSet.allOf(ChangeKind.class),
                Map.of(
                        MacroStage.MAIL, List.of("auth_authen", "i"),
                        MacroStage.END_OF_MESSAGE, List.of("v", "client_addr")),
                true,
                true);

        assertThat(line.say(Mta.POSTFIX_OFFER))
                .containsExactly(
                        "O 6 1ff 100c00 0={none} 1={none} 2={auth_authen} i 3={none} 4={none} 5=v {client_addr} 6={none}");
    }

    @ParameterizedTest
    @CsvSource({
        // version, actions, steps offered; what is answered by a filter that wants nothing but fields
        "2, 3f, 7f, O 2 10 5f",
        "2, 3f, 1fffff, O 2 10 5f",
        "3, 3f, 1ff, O 3 10 15f",
        "4, 3f, 3ff, O 4 10 35f",
        "5, 3f, 1fffff, O 5 10 35f",
        "6, 3f, 1fffff, O 6 10 3df",
        "6, f, 1fffff, O 6 0 3df",
        "7, 10, f01fffff, O 6 10 3df",
        "2147483647, 10, 7fffffff, O 6 10 3df",
        "2, 0, 0, O 2 0 1f",
        "6, 0, 0, O 6 0 1f",
        "6, 10, 4, O 6 10 4"
    })
    void asksForNothingThatIsNotOffered(int version, String actions, String steps, String answer) {
        wish(Set.of(Event.HEADER), Set.of(), Set.of(ChangeKind.CHANGE_FIELD));

        byte[] offer = Mta.options(version, Integer.parseUnsignedInt(actions, 16), Integer.parseUnsignedInt(steps, 16));
        assertThat(line.say(offer)).containsExactly(answer);
    }

    @Test
    void tellsTheFilterWhatIsOffered() {
        line.say(Mta.options(6, 0x151, 0x1fffff));
        assertThat(line.filter.offers)
                .containsExactly(new Offer(
                        6,
                        Set.of(ChangeKind.ADD_FIELD, ChangeKind.CHANGE_FIELD, ChangeKind.CHANGE_SENDER),
                        true,
                        true));

        Line old = new Line();
        old.say(Mta.options(4, 0x3f, 0x1fffff));
        assertThat(old.filter.offers.get(0).leadingSpace()).isFalse();
        assertThat(old.filter.offers.get(0).chooseMacros()).isFalse();
        old.end();
    }

    @Test
    void readsAnOfferThatSaysMore() {
        wish(Set.of(), Set.of(), Set.of());

        assertThat(line.say(Mta.packet('O', 6, 0x1ff, 0x1fffff, 42, "more"))).hasSize(1);
    }
}
