package io.github.guichet.milter.check;

import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Reply;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Removes fields by their name and number, so that nobody has to know what is in them. */
final class FieldRemoval {

    /**
     * Of one name in one message. Postfix reads the header from its beginning for each field that is removed, so a message of many
     * thousands would keep it busy for hours.
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

    /** What is said of a message that has too many. */
    static CompletableFuture<Verdict> tooMany(String name) {
        String text = "this message has more than " + MOST + " " + name + ": fields";
        return CompletableFuture.completedFuture(new Verdict.Objection(
                new Reply.Coded(550, Optional.of("5.6.0"), List.of(text)),
                "more " + name + ": fields than can be removed",
                List.of()));
    }
}
