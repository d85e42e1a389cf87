package io.github.guichet.lookup.embedded;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.counter.LimitSyntaxException;
import io.github.guichet.lookup.counter.Limits;
import java.util.List;
import java.util.Optional;

/** Limits of their own for some who send: what a rule's {@code limits-map} finds. */
public final class SendLimits {

    private static final int LONGEST_SUBJECT = 255;

    /**
     * Somebody's limits.
     *
     * @param subject a login, {@code @domain} for all of a domain, or whatever else a rule counts by; folded
     * @param limits as {@link Limits} writes them
     */
    public record SendLimit(String subject, String limits) {}

    private final EmbeddedStore store;

    SendLimits(EmbeddedStore store) {
        this.store = store;
    }

    /**
     * Gives somebody limits, in place of those before.
     *
     * @param limits in the notation of {@link Limits#parse}
     */
    public Change put(String subject, String limits) throws StoreException {
        String folded = subject(subject);
        String normal;
        try {
            normal = Limits.parse(limits).toString();
        } catch (LimitSyntaxException e) {
            throw StoreException.invalid("\"" + limits + "\": " + e.getMessage());
        }
        return store.transaction(c -> Change.of(Sql.update(c, """
                        INSERT INTO send_limit (subject, limits) VALUES (?1, ?2) ON CONFLICT (subject)
                        DO UPDATE SET limits = ?2, modified = unixepoch() WHERE limits <> ?2
                        """, folded, normal) > 0));
    }

    /**
     * Takes them away.
     *
     * @throws StoreException when there are none
     */
    public Change remove(String subject) throws StoreException {
        String folded = subject(subject);
        return store.transaction(c -> {
            if (Sql.update(c, "DELETE FROM send_limit WHERE subject = ?", folded) == 0) {
                throw StoreException.missing(folded + " has no limits of its own");
            }
            return Change.DONE;
        });
    }

    /**
     * Limits by subject.
     *
     * @param subject only of this one; empty = all
     */
    public List<SendLimit> list(Optional<String> subject) throws StoreException {
        String only = subject.isPresent() ? subject(subject.get()) : "";
        return store.transaction(c -> Sql.list(
                c,
                "SELECT subject, limits FROM send_limit WHERE subject = ?1 OR ?1 = '' ORDER BY subject",
                row -> new SendLimit(row.getString(1), row.getString(2)),
                only));
    }

    private static String subject(String subject) throws StoreException {
        boolean odd = subject.chars().anyMatch(ch -> Character.isWhitespace(ch) || Character.isISOControl(ch));
        if (subject.isEmpty() || subject.length() > LONGEST_SUBJECT || odd) {
            throw StoreException.invalid("\"" + subject + "\": a subject has 1 to " + LONGEST_SUBJECT
                    + " characters without white space: a login, @domain, a network");
        }
        return CaseFold.fold(subject);
    }
}
