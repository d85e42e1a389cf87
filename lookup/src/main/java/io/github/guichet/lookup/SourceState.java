package io.github.guichet.lookup;

import java.time.Instant;

/** Whether a source answers. */
public sealed interface SourceState {

    /** Nobody has asked yet. */
    record Unknown() implements SourceState {}

    /**
     * It answered last time.
     *
     * @param since when it began to
     */
    record Up(Instant since) implements SourceState {}

    /**
     * It did not answer; questions are refused at once and a probe runs in the background.
     *
     * @param since when it stopped answering
     * @param reason the last failure
     */
    record Down(Instant since, String reason) implements SourceState {}
}
