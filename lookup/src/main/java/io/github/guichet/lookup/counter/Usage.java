package io.github.guichet.lookup.counter;

/**
 * How much of a limit is used.
 *
 * @param limit the limit
 * @param used in the window that ends now
 */
public record Usage(Limit limit, long used) {}
