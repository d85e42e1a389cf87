package io.github.guichet.lookup;

/** The kinds of failure of a source, as the metric's label says them. */
public enum SourceFailure {
    /** No connection, or the connection broke. */
    CONNECT,
    /** Not answered within the deadline. */
    DEADLINE,
    /** The queue in front of the source was full. */
    QUEUE_FULL,
    /** The source is known to be down and was not asked. */
    DOWN,
    /** The source answered with an error: a wrong query, missing rights. */
    QUERY,
    /** The source's answer was no answer: undecodable, ambiguous, over a limit. */
    RESULT
}
