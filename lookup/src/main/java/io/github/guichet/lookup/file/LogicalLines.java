package io.github.guichet.lookup.file;

import java.util.ArrayList;
import java.util.List;

/**
 * The logical lines of a Postfix text file: empty lines and lines whose first non-blank character is {@code #} are nothing,
 * and a line that begins with white space continues the one before, also across such nothings. By {@code readlline.c}.
 */
public final class LogicalLines {

    /**
     * One logical line.
     *
     * @param text its physical lines one after another, without line ends
     * @param number the number of its first physical line, from 1
     */
    public record Line(String text, int number) {}

    private LogicalLines() {}

    /**
     * Splits a text.
     *
     * @param text the whole file
     * @return its logical lines; white space before the first one is passed over as Postfix does with a warning
     */
    public static List<Line> of(String text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int first = 0;
        String[] physical = text.split("\n", -1);
        for (int i = 0; i < physical.length; i++) {
            String part = physical[i];
            if (isNothing(part)) {
                continue;
            }
            boolean continues = isSpace(part.charAt(0));
            if (continues && line.length() == 0) {
                continue; // nothing to continue
            }
            if (!continues && line.length() > 0) {
                lines.add(new Line(line.toString(), first));
                line.setLength(0);
            }
            if (!continues) {
                first = i + 1;
            }
            line.append(part);
        }
        if (line.length() > 0) {
            lines.add(new Line(line.toString(), first));
        }
        return lines;
    }

    private static boolean isNothing(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (!isSpace(line.charAt(i))) {
                return line.charAt(i) == '#';
            }
        }
        return true;
    }

    /** White space as C's isspace() has it: Unicode's other spaces are text. */
    public static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
