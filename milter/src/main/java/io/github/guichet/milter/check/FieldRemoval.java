package io.github.guichet.milter.check;

import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Reply;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Removes fields by their name and number, so that nobody has to know what is in them. */
final class FieldRemoval {

    /**
     * By one rule in one message, of all names together. Postfix reads the header from its beginning for each field that is removed, so
     * a message of many thousands would keep it busy for hours.
     */
    static final int MOST = 1000;

    private FieldRemoval() {}

    /**
     * Adds the removal of the fields of a name.
     *
     * @param count how many there are
     * @param kept the numbers, from 1, of those that stay
     */
    static void add(List<Modification> changes, String name, int count, Set<Integer> kept) {
        for (int nth = count; nth > 0; nth--) {
            if (!kept.contains(nth)) {
                changes.add(new Modification.DeleteField(name, nth));
            }
        }
    }

    /**
     * What is said of a message that has too many fields of some names, or nothing.
     *
     * @param names without repetition
     */
    static Optional<CompletableFuture<Verdict>> tooMany(Fields fields, Collection<String> names) {
        long all = 0;
        for (String name : names) {
            int count = fields.count(name.toLowerCase(Locale.ROOT));
            if (count > MOST) {
                return Optional.of(tooMany(name + ": fields", ""));
            }
            all += count;
        }
        return all > MOST
                ? Optional.of(tooMany("fields", " of those that are removed or replaced here"))
                : Optional.empty();
    }

    private static CompletableFuture<Verdict> tooMany(String what, String which) {
        return CompletableFuture.completedFuture(new Verdict.Objection(
                new Reply.Coded(
                        550, Optional.of("5.6.0"), List.of("this message has more than " + MOST + " " + what + which)),
                "more " + what + " than can be removed",
                List.of()));
    }
}
