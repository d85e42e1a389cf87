package io.github.guichet.lookup.counter;

/**
 * What is counted.
 *
 * @param counter the rule that counts
 * @param subject for whom: a login, a domain, a client network; folded
 */
public record CounterKey(String counter, String subject) {}
