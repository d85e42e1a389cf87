package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README and the pages of the manual, taken apart into the blocks that somebody may paste. */
final class Manual {

    /** The tag of a block that no fence marks: lines behind four blanks. */
    static final String INDENTED = "indented";

    private static final Pattern FENCE = Pattern.compile("( *)```(\\S*)\\s*");

    private Manual() {}

    /**
     * A block of text.
     *
     * @param page the path of the page in the checkout
     * @param line where it begins
     * @param tag what the fence says that it is; empty if it says nothing
     * @param text what is in it, without the indentation of the fence
     */
    record Block(String page, int line, String tag, String text) {

        @Override
        public String toString() {
            return page + ":" + line + ": " + tag + ": "
                    + text.lines().findFirst().orElse("");
        }
    }

    /** The directory of the sources. */
    static Path checkout() {
        return Path.of(System.getProperty("guichet.checkout", "../.."));
    }

    /** The text of one page. */
    static String page(String path) {
        try {
            return Files.readString(checkout().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All blocks of all pages. */
    static List<Block> blocks() {
        try (Stream<Path> docs = Files.walk(checkout().resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "bench/README.md"),
                            docs.map(file -> checkout().relativize(file).toString())
                                    .filter(name -> name.endsWith(".md"))
                                    .sorted())
                    .flatMap(page -> blocks(page, page(page)).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of one kind. */
    static Stream<Block> tagged(String tag) {
        return blocks().stream().filter(block -> block.tag().equals(tag));
    }

    private static List<Block> blocks(String page, String text) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            Matcher fence = FENCE.matcher(lines.get(at));
            int start = at;
            StringBuilder body = new StringBuilder();
            if (fence.matches()) {
                String indentation = fence.group(1);
                String end = indentation + "```";
                for (at++; !lines.get(at).equals(end); at++) {
                    String line = lines.get(at);
                    body.append(line.startsWith(indentation) ? line.substring(indentation.length()) : line)
                            .append('\n');
                }
                blocks.add(new Block(page, start + 1, fence.group(2), body.toString()));
            } else if (lines.get(at).matches(" {4}\\S.*")) {
                while (at < lines.size() && (lines.get(at).startsWith("    ") || goesOn(lines, at))) {
                    String line = lines.get(at++);
                    body.append(line.isEmpty() ? "" : line.substring(4)).append('\n');
                }
                blocks.add(new Block(page, start + 1, INDENTED, body.toString()));
                continue;
            }
            at++;
        }
        return blocks;
    }

    /** Whether an empty line is part of what a command printed, and not the end of it. */
    private static boolean goesOn(List<String> lines, int at) {
        return lines.get(at).isEmpty()
                && at + 1 < lines.size()
                && lines.get(at + 1).matches(" {4}[^$# ].*");
    }
}
