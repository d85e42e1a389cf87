package io.github.guichet.policyd.notice;

/** A way by which somebody is told. Safe for use by many threads. */
interface Channel {

    /** Which one. */
    NoticeObserver.Way way();

    /**
     * Sends, once. Blocks, with a time limit of its own.
     *
     * @return what the other side said, in a few words; holds no secret
     */
    String send(Notice notice) throws NoticeException, InterruptedException;

    /** Lets go of what it holds. */
    default void close() {}
}
