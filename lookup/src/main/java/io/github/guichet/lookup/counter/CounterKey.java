package io.github.guichet.lookup.counter;

/**
 * What is counted.
 *
 * @param counter the rule that counts
 * @param subject for whom: a login, a domain, a client network; folded
 */
public record CounterKey(String counter, String subject) {

    /* Written out, because those that a record has by itself take longer, and each decision compares keys. */

    @Override
    public boolean equals(Object other) {
        return other instanceof CounterKey key && subject.equals(key.subject) && counter.equals(key.counter);
    }

    @Override
    public int hashCode() {
        return 31 * counter.hashCode() + subject.hashCode();
    }
}
