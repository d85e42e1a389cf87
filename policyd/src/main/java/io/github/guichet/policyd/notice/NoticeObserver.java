package io.github.guichet.policyd.notice;

/** Hears what becomes of notices, for the metrics. Called on any thread; must be quick and must not throw. */
@FunctionalInterface
public interface NoticeObserver {

    /** Hears nothing. */
    NoticeObserver NONE = (channel, result) -> {};

    /** The ways by which somebody is told; the metric's label {@code channel}. */
    enum Way {
        LOG,
        WEBHOOK,
        MAIL
    }

    /** The metric's label {@code result}. */
    enum Result {
        /** It is written, or was taken by the other side. */
        SENT,
        /** It was not taken, and will be tried again. */
        RETRIED,
        /** It was not taken, and is given up. */
        FAILED,
        /** There were too many already; it was only logged. */
        DROPPED
    }

    /** A notice was dealt with. */
    void told(Way way, Result result);
}
