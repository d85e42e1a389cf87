package io.github.guichet.policyd.check;

/** How a login stands with one list. */
sealed interface ListStanding {

    /** Nothing is said about the list. */
    record Free() implements ListStanding {}

    /**
     * It may write.
     *
     * @param opens also to what is behind it
     */
    record Admitted(boolean opens) implements ListStanding {}

    /**
     * It may not.
     *
     * @param list the list
     * @param access who may
     */
    record Refused(String list, ListAccess access) implements ListStanding {}

    /**
     * Nobody could say.
     *
     * @param reason for the log
     */
    record Unknown(String reason) implements ListStanding {}
}
