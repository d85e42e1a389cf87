package io.github.guichet.policyd.check;

import io.github.guichet.policyd.rule.ActionTemplate;

/** What is done with mail over a limit, key {@code over}. Such mail is never counted, not even where it is accepted. */
public sealed interface RateOver {

    /** Come again later: 450 4.7.1. */
    RateOver DEFER = new Defer();

    /** Refused for good: 550 5.7.1. */
    RateOver REJECT = new Reject();

    /** Accepted, and kept in the queue until an administrator lets it go. */
    RateOver HOLD = new Hold();

    /** Whether the mail is not accepted. */
    boolean refuses();

    /** {@code "defer"}. */
    record Defer() implements RateOver {
        @Override
        public boolean refuses() {
            return true;
        }
    }

    /** {@code "reject"}. */
    record Reject() implements RateOver {
        @Override
        public boolean refuses() {
            return true;
        }
    }

    /** {@code "hold"}. */
    record Hold() implements RateOver {
        @Override
        public boolean refuses() {
            return false;
        }
    }

    /**
     * Any other action of access(5).
     *
     * @param action what is answered
     */
    record Literal(ActionTemplate action) implements RateOver {
        @Override
        public boolean refuses() {
            return action.decision().refuses();
        }
    }
}
