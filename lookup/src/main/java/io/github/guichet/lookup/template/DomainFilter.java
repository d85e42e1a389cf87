package io.github.guichet.lookup.template;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The {@code domain} parameter of mysql_table(5) and its kin: the only domains whose addresses are looked up at all. Everything
 * else, and every key without a user or a domain, is "not found" without a question to the source.
 *
 * <p>Patterns are tried in order and the first that matches decides, by {@code match_list.c} of Postfix; a domain that none
 * matches is left out. Immutable; safe for use by many threads.
 */
public final class DomainFilter {

    /** Lets every key pass, also one without a domain: no {@code domain} parameter is set. */
    public static final DomainFilter ALL = new DomainFilter(List.of(), true);

    /** What the filter says of a key. */
    public sealed interface Verdict {

        /** The key may be looked up. */
        record Passes() implements Verdict {}

        /** The key is "not found". */
        record Skipped() implements Verdict {}

        /**
         * A table or file in the list could not be asked.
         *
         * @param reason for the log
         */
        record Unavailable(String reason) implements Verdict {}
    }

    private static final Verdict PASSES = new Verdict.Passes();
    private static final Verdict SKIPPED = new Verdict.Skipped();

    /** One entry of the list. */
    sealed interface Pattern {

        /** Whether a match lets the key pass; false after an exclamation mark. */
        boolean accepts();

        /** A domain, folded. */
        record Domain(String folded, boolean accepts) implements Pattern {}

        /** A table in which every key is a domain that matches. */
        record Reference(Table table, boolean accepts) implements Pattern {}

        /** A file that could not be read when the list was: Postfix too only trips over it when it gets that far. */
        record Unreadable(String reason, boolean accepts) implements Pattern {}
    }

    private final List<Pattern> patterns;
    private final boolean all;

    private DomainFilter(List<Pattern> patterns, boolean all) {
        this.patterns = List.copyOf(patterns);
        this.all = all;
    }

    /**
     * Reads a list of patterns.
     *
     * @param text patterns separated by commas or white space: {@code example.com}, {@code !example.com}, {@code /file/name}
     *     whose lines are patterns, {@code type:table}; empty text is {@link #ALL}
     * @param tables opens a {@code type:table}
     * @throws DomainFilterException when a pattern or a table cannot be used
     */
    public static DomainFilter parse(String text, TableOpener tables) throws DomainFilterException {
        // Postfix looks at the raw parameter: a list of nothing but commas is a list that nothing matches.
        return text.isEmpty() ? ALL : new DomainFilter(new DomainPatterns(tables).parse(text), false);
    }

    /** Reads a list of patterns, each in its own string. An empty list is {@link #ALL}. */
    public static DomainFilter parse(List<String> patterns, TableOpener tables) throws DomainFilterException {
        return parse(String.join(" ", patterns), tables);
    }

    /** Whether this is no filter at all. */
    public boolean isAll() {
        return all;
    }

    /**
     * Says whether a key may be looked up.
     *
     * @param key the complete key
     * @param trail is handed to tables in the list
     * @return complete already unless a table in the list has to be asked; never completes exceptionally
     */
    public CompletableFuture<Verdict> check(String key, Trail trail) {
        if (all) {
            return CompletableFuture.completedFuture(PASSES);
        }
        int at = key.lastIndexOf('@');
        if (at <= 0 || at == key.length() - 1) {
            return CompletableFuture.completedFuture(SKIPPED);
        }
        return check(CaseFold.fold(key.substring(at + 1)), 0, trail);
    }

    private CompletableFuture<Verdict> check(String domain, int from, Trail trail) {
        for (int i = from; i < patterns.size(); i++) {
            Pattern pattern = patterns.get(i);
            if (pattern instanceof Pattern.Domain text && text.folded().equals(domain)) {
                return CompletableFuture.completedFuture(pattern.accepts() ? PASSES : SKIPPED);
            } else if (pattern instanceof Pattern.Unreadable file) {
                return CompletableFuture.completedFuture(new Verdict.Unavailable(file.reason()));
            } else if (pattern instanceof Pattern.Reference reference) {
                int next = i + 1;
                return reference
                        .table()
                        .lookup(domain, trail)
                        .thenCompose(a -> decide(a, reference, domain, next, trail));
            }
        }
        return CompletableFuture.completedFuture(SKIPPED);
    }

    private CompletableFuture<Verdict> decide(
            Answer answer, Pattern.Reference reference, String domain, int next, Trail trail) {
        if (answer instanceof Answer.Found) {
            return CompletableFuture.completedFuture(reference.accepts() ? PASSES : SKIPPED);
        } else if (answer instanceof Answer.Unavailable down) {
            return CompletableFuture.completedFuture(new Verdict.Unavailable("domain filter: " + down.reason()));
        }
        return check(domain, next, trail);
    }
}
