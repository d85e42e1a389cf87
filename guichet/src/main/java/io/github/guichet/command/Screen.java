package io.github.guichet.command;

import java.util.ArrayList;
import java.util.List;

/** Text in one place of a terminal, without flicker. ECMA-48, and xterm's second screen, which leaves what was there before alone. */
final class Screen {

    /** To the second screen, without a cursor. */
    static final String BEGIN = "\033[?1049h\033[?25l";

    /** Back to where it was. */
    static final String END = "\033[?25h\033[?1049l";

    private static final String HOME = "\033[H";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";

    private Screen() {}

    /** Lines of text with one more below. */
    static List<String> withFooter(String text, String footer) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        lines.add(footer);
        return lines;
    }

    /** Codes and text that fill the screen; of lines beyond its height all but the last are left out. */
    static String of(List<String> lines, int columns, int rows) {
        List<String> shown = new ArrayList<>(lines);
        if (shown.size() > rows) {
            shown = new ArrayList<>(lines.subList(0, Math.max(0, rows - 1)));
            shown.add(lines.get(lines.size() - 1));
        }
        StringBuilder text = new StringBuilder(HOME);
        for (int i = 0; i < shown.size(); i++) {
            text.append(i > 0 ? "\r\n" : "")
                    .append(fitting(shown.get(i), columns))
                    .append(REST_OF_LINE);
        }
        return text.append(REST_OF_SCREEN).toString();
    }

    /** A line that is too long would push the others down. One with codes was made to fit. */
    private static String fitting(String line, int columns) {
        return line.length() <= columns || line.indexOf('\033') >= 0 ? line : line.substring(0, columns);
    }
}
