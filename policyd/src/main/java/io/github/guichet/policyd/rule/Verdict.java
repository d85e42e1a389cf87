package io.github.guichet.policyd.rule;

import java.util.concurrent.CompletableFuture;

/** What a check says of a request. */
public sealed interface Verdict {

    /** The one pass that has nothing to take back. */
    Verdict PASS = new Pass(() -> {});

    /** {@link #PASS} as a check returns it. */
    CompletableFuture<Verdict> PASSED = CompletableFuture.completedFuture(PASS);

    /**
     * The next rule decides.
     *
     * @param giveBack run if a later rule refuses the mail after all: takes back what this check counted. Does not block
     */
    record Pass(Runnable giveBack) implements Verdict {}

    /**
     * This rule decides.
     *
     * @param action what Postfix is to do, unless the rule has an {@code action} of its own
     * @param reason why, for the log: one short phrase
     */
    record Decide(Action action, String reason) implements Verdict {}

    /**
     * A source or store did not answer; the rule's {@code on-unavailable} decides.
     *
     * @param reason for the log; holds no secret
     */
    record Unavailable(String reason) implements Verdict {}
}
