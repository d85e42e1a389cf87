package io.github.guichet.lookup;

/** Is told what happens, for the metrics. Called on any thread; must be quick and must not throw. */
public interface LookupObserver {

    /** Hears nothing. */
    LookupObserver NONE = new LookupObserver() {};

    /**
     * One whole question to a map was answered.
     *
     * @param map the map's name in the configuration
     * @param answer what was said
     * @param served the worst place that contributed
     * @param nanos from question to answer
     */
    default void lookedUp(String map, Answer answer, Served served, long nanos) {}

    /**
     * One question to a source ended.
     *
     * @param source the source's name in the configuration
     * @param nanos the time in the source, without waiting for a free worker
     */
    default void sourceAnswered(String source, long nanos) {}

    /**
     * A question to a source failed.
     *
     * @param source the source's name in the configuration
     * @param cause which kind of failure
     */
    default void sourceFailed(String source, SourceFailure cause) {}

    /** A key that cannot exist was answered without asking anybody. */
    default void impossibleKey(String map) {}
}
