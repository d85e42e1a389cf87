package io.github.guichet.lookup.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextTemplateTest {

    private static final Placeholders ANY =
            new Placeholders(Map.of("login", "sasl_username"), Set.of(), (written, known) -> "; hint");
    private static final Placeholders FEW =
            new Placeholders(Map.of("login", "sasl_username"), Set.of("size"), (written, known) -> "; hint");

    private static String filled(String text) throws TemplateException {
        return TextTemplate.read(text, ANY).fill(name -> "<" + name + ">", "rule\n1", "because", 10);
    }

    @Test
    void putsValuesInPlaceOfNames() throws TemplateException {
        assertThat(filled("{login}: {rule} {reason} {attribute:x_1} {{no}"))
                .isEqualTo("<sasl_user...: rule?1 because <x_1> {no}");
    }

    @Test
    void readsTheRestOfATextBehindWhatStaysAsItIs() throws TemplateException {
        assertThat(TextTemplate.read("550 ", "{x} {login}", 4, ANY).fill(name -> "bob", "", "", 10))
                .isEqualTo("550 bob");
    }

    @Test
    void knowsItsFacts() throws TemplateException {
        assertThat(TextTemplate.read("{login} {rule} {attribute:size}", ANY).facts())
                .containsExactlyInAnyOrder("sasl_username", "size");
        assertThat(TextTemplate.read("{rule}", ANY).isConstant()).isFalse();
        assertThat(TextTemplate.read("{{rule}", ANY).isConstant()).isTrue();
        assertThat(TextTemplate.literal("{rule}").isConstant()).isTrue();
    }

    @Test
    void refusesNamesThatAreUnknown() {
        assertThatThrownBy(() -> TextTemplate.read("{logn}", ANY))
                .hasMessage("unknown placeholder {logn}; hint (known: login, reason, rule, attribute:NAME)");
        assertThatThrownBy(() -> TextTemplate.read("{attribute:stress}", FEW))
                .hasMessage("unknown attribute stress; hint (known: size)");
        assertThat(catchThrowableOfType(TemplateException.class, () -> TextTemplate.read("a {login", FEW))
                        .offset())
                .isEqualTo(2);
    }
}
