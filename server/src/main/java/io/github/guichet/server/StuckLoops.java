package io.github.guichet.server;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** What the event loops are doing, for the log of a process that is about to be killed because one of them does not go on. */
final class StuckLoops {

    private static final int FRAMES = 12;

    private StuckLoops() {}

    /** The innermost frames of each loop, on one line. */
    static String shown() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith(EventLoops.THREADS))
                .sorted(Comparator.comparing((Map.Entry<Thread, StackTraceElement[]> entry) ->
                        entry.getKey().getName()))
                .map(entry -> entry.getKey().getName() + ": "
                        + Arrays.stream(entry.getValue())
                                .limit(FRAMES)
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining(" at ")))
                .collect(Collectors.joining("; "));
    }
}
