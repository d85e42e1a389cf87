package io.github.guichet.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Replaces {@code ${env:NAME}} in strings. */
final class EnvironmentReferences {

    private static final String OPEN = "${env:";

    /**
     * A text with its references replaced.
     *
     * @param text the outcome
     * @param origins for each character of the outcome, and for the place after the last, where it comes from in the original
     */
    record Result(String text, List<Integer> origins) {}

    private EnvironmentReferences() {}

    /**
     * Replaces.
     *
     * @param problem hears the offset of a reference that cannot be replaced, and why
     */
    static Result expand(String text, Map<String, String> environment, BiConsumer<Integer, String> problem) {
        StringBuilder out = new StringBuilder(text.length());
        List<Integer> origins = new ArrayList<>(text.length() + 1);
        int at = 0;
        while (at < text.length()) {
            int close = text.startsWith(OPEN, at) ? text.indexOf('}', at) : -1;
            if (close < 0) {
                if (text.startsWith(OPEN, at)) {
                    problem.accept(at, "${env: without its closing brace");
                }
                origins.add(at);
                out.append(text.charAt(at++));
                continue;
            }
            String name = text.substring(at + OPEN.length(), close);
            String value = environment.get(name);
            if (value == null) {
                problem.accept(at, "the environment has no variable " + name);
                value = "";
            }
            origins.addAll(Collections.nCopies(value.length(), at));
            out.append(value);
            at = close + 1;
        }
        origins.add(text.length());
        return new Result(out.toString(), List.copyOf(origins));
    }
}
