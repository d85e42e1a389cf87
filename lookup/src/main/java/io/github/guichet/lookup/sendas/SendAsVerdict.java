package io.github.guichet.lookup.sendas;

/** What became of the question whether a login may send as an address. */
public sealed interface SendAsVerdict {

    /**
     * It may.
     *
     * @param right by which right
     * @param via what gives it: the map, group or alias; for the log
     */
    record Allowed(SendAsRight right, String via) implements SendAsVerdict {}

    /**
     * It may not.
     *
     * @param owned whether anybody else may; Postfix's reject_known_sender_login_mismatch refuses only then
     */
    record Refused(boolean owned) implements SendAsVerdict {}

    /**
     * Nobody could say.
     *
     * @param reason for the log; holds no secret
     */
    record Unavailable(String reason) implements SendAsVerdict {}
}
