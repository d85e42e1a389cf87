package io.github.guichet.status;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bold and coloured lines, where a terminal shows them. They only repeat what words say. ECMA-48, SGR. */
final class Paint {

    private static final String BOLD = "\033[1m";
    private static final String ALARM = "\033[1;31m";
    private static final String GOOD = "\033[1;32m";
    private static final String PLAIN = "\033[0m";
    private static final Pattern PAINTED = Pattern.compile("(\033\\[[0-9;]*m)([^\033]*)(\033\\[0m)");

    private final boolean colour;

    Paint(boolean colour) {
        this.colour = colour;
    }

    /** The head of a table. */
    String head(String line) {
        return painted(BOLD, line);
    }

    /** The one line that says how it is. */
    String verdict(String line, boolean good) {
        return painted(good ? GOOD : ALARM, line);
    }

    /** A line about something that does not work, if it does not. */
    String alarm(String line, boolean bad) {
        return bad ? painted(ALARM, line) : line;
    }

    private String painted(String code, String line) {
        return colour ? code + line + PLAIN : line;
    }

    /** Changes the text of a line and not its codes. */
    static String keepingCodes(String line, UnaryOperator<String> change) {
        Matcher painted = PAINTED.matcher(line);
        return painted.matches()
                ? painted.group(1) + change.apply(painted.group(2)) + painted.group(3)
                : change.apply(line);
    }
}
