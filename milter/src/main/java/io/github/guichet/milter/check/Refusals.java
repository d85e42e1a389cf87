package io.github.guichet.milter.check;

import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Reply;
import java.util.List;
import java.util.Optional;

/** What is said of a message whose header is not as it should be. */
final class Refusals {

    private Refusals() {}

    /** An objection with {@code 550 5.7.1}: by policy, for good (RFC 3463, 3.8). */
    static Verdict.Objection objection(String text, String reason, List<Modification> repair) {
        return new Verdict.Objection(new Reply.Coded(550, Optional.of("5.7.1"), List.of(text)), reason, repair);
    }

    /** Not all of the header is known, and what is known proves nothing. */
    static Verdict.Objection tooMuchHeader() {
        return objection(
                "the header of this message is too large to be checked: send it with fewer or shorter header fields",
                "more header than can be checked",
                List.of());
    }
}
