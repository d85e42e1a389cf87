package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.ChangeKind;
import java.util.HashSet;
import java.util.Set;

/**
 * What a rule needs of an MTA; all that none needs is negotiated away.
 *
 * @param facts names as in {@link MailMessage}
 * @param fields names of header fields, in lower case, whose values are needed
 * @param counted such names of which the number of fields is enough
 * @param recipients whether the recipients are
 * @param changes what it may want to change
 */
public record Needs(
        Set<String> facts, Set<String> fields, Set<String> counted, boolean recipients, Set<ChangeKind> changes) {

    /** Nothing. */
    public static final Needs NOTHING = new Needs(Set.of(), Set.of(), false, Set.of());

    /** Keeps copies. */
    public Needs {
        facts = Set.copyOf(facts);
        fields = Set.copyOf(fields);
        counted = Set.copyOf(counted);
        changes = Set.copyOf(changes);
    }

    /** Nothing is only counted. */
    public Needs(Set<String> facts, Set<String> fields, boolean recipients, Set<ChangeKind> changes) {
        this(facts, fields, Set.of(), recipients, changes);
    }

    /** What both need together. */
    public Needs and(Needs other) {
        return new Needs(
                both(facts, other.facts),
                both(fields, other.fields),
                both(counted, other.counted),
                recipients || other.recipients,
                both(changes, other.changes));
    }

    private static <T> Set<T> both(Set<T> one, Set<T> other) {
        Set<T> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
