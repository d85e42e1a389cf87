package io.github.guichet.policyd.check;

/** Whether a mail has room where it is going. */
sealed interface Room {

    Room FREE = new Free();

    /** Nobody says that there is none: it is not ours, has no quota, or how full it is was said too long ago. */
    record Free() implements Room {}

    /**
     * There is room in this mailbox.
     *
     * @param mailbox as in {@link Full}
     */
    record Roomy(String mailbox) implements Room {}

    /**
     * There is none in this mailbox.
     *
     * @param mailbox its address, in the form in which it is remembered
     */
    record Full(String mailbox) implements Room {}

    /**
     * Nobody could say.
     *
     * @param reason for the log
     */
    record Unknown(String reason) implements Room {}
}
