package io.github.guichet.endtoend;

import io.github.guichet.endtoend.Manual.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** docs/commands.md: the configuration that it shows, and what somebody types in its sessions and reads then. */
final class CommandsPage {

    private static final String PAGE = "docs/commands.md";

    private CommandsPage() {}

    /**
     * A command line and what follows it on the page.
     *
     * @param line where it stands, for failures
     * @param prompt {@code $}, or {@code #} for root
     */
    record Typed(int line, String prompt, String command, String output) {

        @Override
        public String toString() {
            return PAGE + ":" + line + ": " + command;
        }
    }

    /** The configuration of the examples. */
    static String configuration() {
        return Manual.tagged("toml")
                .filter(block -> block.page().equals(PAGE))
                .map(Block::text)
                .findFirst()
                .orElseThrow();
    }

    /** All that is typed, in the order in which the page says that it was: the embedded store, then the rest from the top. */
    static List<Typed> typed() {
        long store = Manual.page(PAGE)
                .lines()
                .takeWhile(line -> !line.equals("## The embedded store"))
                .count();
        List<Block> sessions = Manual.tagged(Manual.INDENTED)
                .filter(block -> block.page().equals(PAGE))
                .toList();
        return Stream.concat(
                        sessions.stream().filter(block -> block.line() > store),
                        sessions.stream().filter(block -> block.line() < store))
                .flatMap(block -> typed(block).stream())
                .toList();
    }

    private static List<Typed> typed(Block session) {
        List<Typed> typed = new ArrayList<>();
        int at = session.line() - 1;
        for (String line : session.text().lines().toList()) {
            at++;
            if (line.startsWith("$ ") || line.startsWith("# ")) {
                typed.add(new Typed(at, line.substring(0, 1), line.substring(2), ""));
            } else {
                Typed last = typed.remove(typed.size() - 1);
                typed.add(new Typed(last.line(), last.prompt(), last.command(), last.output() + line + "\n"));
            }
        }
        return typed;
    }
}
