package io.github.guichet.lookup.variable;

import io.github.guichet.lookup.template.TemplateException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which variables a text may use, and which facts those that it uses are made of. For one thread. */
final class Names {

    private final Predicate<String> more;
    private final Set<String> facts = new HashSet<>();

    /**
     * The variables of every text, and some more.
     *
     * @param more what else is a name, or what stands in braces: a fact of the request, called so
     */
    Names(Predicate<String> more) {
        this.more = more;
    }

    /** What those that were used are made of. */
    Set<String> facts() {
        return facts;
    }

    boolean has(String name) {
        return more.test(name) || Variables.named(name).isPresent();
    }

    /** Whether it is one of {@code more}. */
    boolean hasMore(String name) {
        return more.test(name);
    }

    /** The variable of a long name, which from now on is used. */
    Optional<Value> named(String name) {
        if (more.test(name)) {
            facts.add(name);
            return Optional.of(request -> Octets.of(request.fact(name)));
        }
        return Variables.named(name).map(this::use);
    }

    /** The variable of a short name. */
    Optional<Value> letter(char letter) {
        return more.test(String.valueOf(letter))
                ? named(String.valueOf(letter))
                : Variables.letter(letter).map(this::use);
    }

    /** The variable of a long name that must be there. */
    Value required(String name, int offset) throws TemplateException {
        return named(name)
                .orElseThrow(() -> new TemplateException(
                        offset,
                        "%{" + Octets.name(name).toLowerCase(Locale.ROOT) + "} is no variable here; allowed are "
                                + String.join(", ", Variables.names())));
    }

    /** A text inside an expression. */
    Value template(String text) throws TemplateException {
        return new VariableParser(text, 0, this).parse().asValue();
    }

    private Value use(Variables.Variable variable) {
        facts.addAll(variable.facts());
        return variable.value();
    }
}
