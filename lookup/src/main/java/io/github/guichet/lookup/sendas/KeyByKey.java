package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.KeyRule;
import io.github.guichet.lookup.key.KeySearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks several maps one key of an address after the other, until a key is found. At that key all maps count: each may know owners. A
 * key that is less exact, a catch-all above all, is not asked after one that is found, whichever map has it, nor after one that
 * a map could not say anything about.
 */
final class KeyByKey {

    /**
     * What one map has under the key.
     *
     * @param text never empty
     * @param map its name
     */
    record Value(String text, String map) {}

    /**
     * What came of a search.
     *
     * @param values of all maps that have the key; empty if none has any
     * @param atDomain whether the key was {@code @domain}
     * @param cut whether it was the address without its extension
     * @param unavailable why a map could not say
     */
    record Hit(List<Value> values, boolean atDomain, boolean cut, Optional<String> unavailable) {
        /** Whether a map has something to say of exactly this address, or cannot say whether it has. */
        boolean isForWholeAddress() {
            return unavailable.isPresent() || (!values.isEmpty() && !atDomain && !cut);
        }

        static final Hit NONE = new Hit(List.of(), false, false, Optional.empty());
    }

    private static final CompletableFuture<Hit> NOTHING = CompletableFuture.completedFuture(Hit.NONE);

    private final List<Table> maps;
    private final KeyRule rule;

    /**
     * A search.
     *
     * @param maps asked exact keys
     */
    KeyByKey(List<Table> maps, KeyRule rule) {
        this.maps = maps;
        this.rule = rule;
    }

    /**
     * Searches.
     *
     * @param wholeDomains whether {@code @domain} is asked
     */
    CompletableFuture<Hit> find(String address, boolean wholeDomains, Trail trail) {
        if (maps.isEmpty()) {
            return NOTHING;
        }
        String first = rule.first(address);
        if (maps.size() > 1 || first.isEmpty() || first.charAt(0) == '@') {
            return new Search(address, wholeDomains, trail).next();
        }
        // Mostly the first key is found: then the others need not be made.
        CompletableFuture<Answer> answer = maps.get(0).lookup(first, trail);
        if (!answer.isDone()) {
            return answer.thenCompose(late -> afterFirst(address, wholeDomains, trail, late));
        }
        return afterFirst(address, wholeDomains, trail, answer.join());
    }

    private CompletableFuture<Hit> afterFirst(String address, boolean wholeDomains, Trail trail, Answer answer) {
        return answer instanceof Answer.Found found
                ? CompletableFuture.completedFuture(
                        new Hit(List.of(new Value(found.value(), maps.get(0).name())), false, false, Optional.empty()))
                : new Search(address, wholeDomains, trail).after(answer);
    }

    private final class Search {
        private final KeySearch keys;
        private final boolean wholeDomains;
        private final Trail trail;
        private List<Value> values = List.of();
        private Optional<String> unavailable = Optional.empty();
        private int map;

        Search(String address, boolean wholeDomains, Trail trail) {
            this.keys = rule.begin(address);
            this.wholeDomains = wholeDomains;
            this.trail = trail;
            this.map = maps.size();
        }

        /** Goes on after the first map's answer to the first key. */
        CompletableFuture<Hit> after(Answer answer) {
            keys.advance();
            map = 0;
            take(answer);
            return next();
        }

        CompletableFuture<Hit> next() {
            while (true) {
                if (map == maps.size()) {
                    if (!values.isEmpty() || unavailable.isPresent()) {
                        return CompletableFuture.completedFuture(new Hit(
                                values,
                                keys.key().startsWith("@"),
                                !keys.extension().isEmpty(),
                                unavailable));
                    }
                    if (!advance()) {
                        return NOTHING;
                    }
                    map = 0;
                }
                CompletableFuture<Answer> answer = maps.get(map).lookup(keys.key(), trail);
                if (!answer.isDone()) {
                    return answer.thenCompose(late -> {
                        take(late);
                        return next();
                    });
                }
                take(answer.join());
            }
        }

        private boolean advance() {
            while (keys.advance()) {
                if (wholeDomains || !keys.key().startsWith("@")) {
                    return true;
                }
            }
            return false;
        }

        private void take(Answer answer) {
            String name = maps.get(map++).name();
            if (answer instanceof Answer.Found found) {
                Value value = new Value(keys.conclude(found).value(), name);
                if (values.isEmpty()) {
                    values = List.of(value);
                } else {
                    values = new ArrayList<>(values);
                    values.add(value);
                }
            } else if (answer instanceof Answer.Unavailable nobody && unavailable.isEmpty()) {
                unavailable = Optional.of(nobody.reason());
            }
        }
    }
}
