package io.github.guichet.lookup;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Several tables, asked in order until one finds the key. One that is unavailable ends the search as unavailable: what it
 * would have said comes before what the later ones say.
 */
public final class FirstOfTable implements Table {

    private final String name;
    private final List<Table> members;

    /** Tables in the order in which they are asked; at least one. */
    public FirstOfTable(String name, List<Table> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("map " + name + ": first-of needs at least one map");
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
        return from(0, key, trail);
    }

    private CompletableFuture<Answer> from(int first, String key, Trail trail) {
        CompletableFuture<Answer> answer = members.get(first).lookup(key, trail);
        return first == members.size() - 1
                ? answer
                : answer.thenCompose(said -> said instanceof Answer.NotFound ? from(first + 1, key, trail) : answer);
    }

    @Override
    public Keys keys() {
        return MemberKeys.of(members);
    }
}
