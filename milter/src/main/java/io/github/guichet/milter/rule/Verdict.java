package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a check says of a message. */
public sealed interface Verdict {

    /** Nothing to say. */
    Verdict PASS = new Pass();

    /** {@link #PASS} as a check returns it. */
    CompletableFuture<Verdict> PASSED = CompletableFuture.completedFuture(PASS);

    /** The next rule decides. */
    record Pass() implements Verdict {}

    /**
     * The message is not as it should be; the rule's mode says what is done.
     *
     * @param refusal what its sender is told if it is refused; a rule's own {@code text} stands for a 5xx. A 4xx puts the message off
     *     where a source did not answer that could have put it right
     * @param reason why, for the log and for a tag: one short phrase
     * @param repair changes after which it would be as it should; none if it cannot be repaired, or is not to be
     */
    record Objection(Reply.Coded refusal, String reason, List<Modification> repair) implements Verdict {
        public Objection {
            repair = List.copyOf(repair);
        }
    }

    /**
     * The message is to be changed. Several rules may change one message: see {@link Changes} for what comes of that.
     *
     * @param changes of the message as it came, not as rules before left it
     * @param reason what is done, for the log
     */
    record Change(List<Modification> changes, String reason) implements Verdict {
        public Change {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A source did not answer; the rule's {@code on-unavailable} decides.
     *
     * @param reason for the log; holds no secret
     */
    record Unavailable(String reason) implements Verdict {}
}
