package io.github.guichet.milter.rule;

import java.util.concurrent.CompletableFuture;

/** What a rule looks at. Safe for use by many threads; futures never complete exceptionally. */
public interface Check {

    /** What it needs to know of a message, and may want to change. */
    Needs needs();

    /** Looks at one message; complete already unless a source has to be asked. */
    CompletableFuture<Verdict> check(MailMessage message);
}
