package io.github.guichet.lookup.counter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a counter says. */
public sealed interface CountAnswer {

    /**
     * All limits allow it. After {@link Counters#take} it is counted, and the usages include it.
     *
     * @param usages one for each limit, in their order
     * @param at the time under which it was counted, for {@link Counters#giveBack}
     */
    record Within(List<Usage> usages, Instant at) implements CountAnswer {
        public Within {
            usages = List.copyOf(usages);
        }
    }

    /**
     * A limit does not allow it; nothing was counted.
     *
     * @param over the limit that is exceeded, the one with the longest wait first, with what is used without this
     * @param usages one for each limit, in their order
     * @param retryAfter until it would be allowed, if nothing else is counted; at most a sixtieth more than the window
     */
    record Over(Usage over, List<Usage> usages, Duration retryAfter) implements CountAnswer {
        public Over {
            usages = List.copyOf(usages);
        }
    }

    /**
     * The store did not answer.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements CountAnswer {}
}
