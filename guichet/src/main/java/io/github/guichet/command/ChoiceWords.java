package io.github.guichet.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The words among which a key of the configuration chooses. */
final class ChoiceWords {

    private ChoiceWords() {}

    /** All constants of a type as the configuration writes them: {@code login-domain}. */
    static <E extends Enum<E>> Map<String, E> of(E[] constants) {
        return of(List.of(constants));
    }

    /** Some constants, in this order. */
    static <E extends Enum<E>> Map<String, E> of(List<E> constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return words;
    }

    /** A word for yes, and one for no. */
    static Map<String, Boolean> yesOrNo(String yes, String no) {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put(yes, true);
        words.put(no, false);
        return words;
    }
}
