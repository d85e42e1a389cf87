package io.github.guichet.lookup;

/**
 * The queue in front of a source.
 *
 * @param waiting questions that wait for a free connection
 * @param most how many may wait
 * @param refused how many were refused since the source was opened, because that many waited
 */
public record SourceQueue(int waiting, int most, long refused) {}
