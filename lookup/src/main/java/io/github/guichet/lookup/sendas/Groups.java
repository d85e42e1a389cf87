package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.FirstOfTable;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.SearchedTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Members of groups, and of groups in groups. A group that is met twice is followed once. More members or deeper groups than the
 * limits allow are an error of whoever keeps the groups, and "unavailable": to leave some out could refuse somebody's mail.
 */
final class Groups {

    /** The most names that one question follows. */
    static final int MOST_NAMES = 10_000;

    /** How deep groups may be in groups. */
    static final int DEEPEST = 20;

    private final Optional<Table> maps;

    Groups(List<Table> maps, AddressConfig config) {
        this.maps = maps.isEmpty()
                ? Optional.empty()
                : Optional.of(new SearchedTable(new FirstOfTable("groups", maps), KeyRules.wholeName(config)));
    }

    /** Whether there are no groups at all. */
    boolean isEmpty() {
        return maps.isEmpty();
    }

    /** Tells the members of all groups among some owners, as {@link SendAsRight#GROUP} unless {@code right} says otherwise. */
    CompletableFuture<Boolean> members(List<String> owners, Optional<SendAsRight> right, Finding finding, Trail trail) {
        return new Walk(owners, right.orElse(SendAsRight.GROUP), finding, trail).next();
    }

    private record Name(String text, int depth) {}

    private final class Walk {
        private final Deque<Name> open = new ArrayDeque<>();
        private final Set<String> met = new HashSet<>();
        private final SendAsRight right;
        private final Finding finding;
        private final Trail trail;

        Walk(List<String> owners, SendAsRight right, Finding finding, Trail trail) {
            this.right = right;
            this.finding = finding;
            this.trail = trail;
            add(owners, 0);
        }

        private void add(List<String> names, int depth) {
            for (String name : names) {
                if (met.add(CaseFold.fold(name))) {
                    open.add(new Name(name, depth));
                }
            }
        }

        CompletableFuture<Boolean> next() {
            while (!open.isEmpty()) {
                Name name = open.remove();
                CompletableFuture<Answer> answer = maps.orElseThrow().lookup(name.text(), trail);
                if (!answer.isDone()) {
                    return answer.thenCompose(late -> take(name, late) ? Walked.ENOUGH : next());
                }
                if (take(name, answer.join())) {
                    return Walked.ENOUGH;
                }
            }
            return Walked.ON;
        }

        private boolean take(Name name, Answer answer) {
            if (answer instanceof Answer.Unavailable unavailable) {
                finding.unavailable(unavailable.reason());
                return false;
            }
            if (!(answer instanceof Answer.Found found)) {
                return false;
            }
            if (finding.listed(found.value(), right, name.text())) {
                return true;
            }
            if (name.depth() < DEEPEST) {
                add(Login.list(found.value()), name.depth() + 1);
            }
            if (name.depth() == DEEPEST || met.size() > MOST_NAMES) {
                finding.unavailable("group " + name.text() + ": groups are nested more than " + DEEPEST
                        + " deep, or have more than " + MOST_NAMES + " members");
                open.clear();
            }
            return false;
        }
    }
}
