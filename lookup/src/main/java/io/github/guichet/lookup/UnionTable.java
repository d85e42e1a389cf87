package io.github.guichet.lookup;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Several tables, all asked, in order; the values that were found are joined with commas, doubles included. One that is
 * unavailable makes the whole unavailable: half a list of recipients is a wrong answer.
 *
 * <p>Source: Postfix's unionmap_table(5).
 */
public final class UnionTable implements Table {

    private final String name;
    private final List<Table> members;

    /** Tables in the order in which their values are joined; at least one. */
    public UnionTable(String name, List<Table> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("map " + name + ": union needs at least one map");
        }
        this.name = name;
        this.members = List.copyOf(members);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Answer> lookup(String key, Trail trail) {
        return from(0, null, key, trail);
    }

    /** One after the other, because one trail is not for two threads. */
    private CompletableFuture<Answer> from(int first, @Nullable String joined, String key, Trail trail) {
        if (first == members.size()) {
            return CompletableFuture.completedFuture(joined == null ? Answer.NOT_FOUND : new Answer.Found(joined));
        }
        CompletableFuture<Answer> answer = members.get(first).lookup(key, trail);
        return answer.thenCompose(said -> {
            if (said instanceof Answer.Unavailable) {
                return answer;
            }
            String both = said instanceof Answer.Found found
                    ? (joined == null ? found.value() : joined + "," + found.value())
                    : joined;
            return from(first + 1, both, key, trail);
        });
    }

    @Override
    public Keys keys() {
        return MemberKeys.of(members);
    }
}
