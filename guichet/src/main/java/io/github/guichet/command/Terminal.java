package io.github.guichet.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether somebody is watching, and what he can see. */
final class Terminal {

    private static final Size USUAL = new Size(80, 24);
    private static final Pattern STTY = Pattern.compile("([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})");

    private Terminal() {}

    /** Of a window. */
    record Size(int columns, int rows) {}

    /** Whether stdin is a terminal; Java itself can only tell of stdin and stdout together. */
    static boolean isStdin() {
        return isTerminal("/proc/self/fd/0");
    }

    /** Whether stdout is a terminal that obeys codes. */
    static boolean isStdout() {
        String kind = System.getenv("TERM");
        return isTerminal("/proc/self/fd/1") && kind != null && !kind.isEmpty() && !kind.equals("dumb");
    }

    /** Whether the locale has letters other than ASCII's; bin/guichet says so, because Java itself always runs with UTF-8. */
    static boolean isUnicode() {
        return System.getenv("GUICHET_ASCII") == null;
    }

    /** Unless the user wants none: no-color.org. */
    static boolean hasColours() {
        String none = System.getenv("NO_COLOR");
        return none == null || none.isEmpty();
    }

    /** How large the window is now; 80 by 24 when nobody knows. Java cannot ask the terminal, stty(1) can. */
    static Size size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                String said = new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII).strip();
                Matcher size = STTY.matcher(said);
                return stty.waitFor(5, TimeUnit.SECONDS) && size.matches()
                        ? new Size(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)))
                        : USUAL;
            } finally {
                stty.destroy();
            }
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** Whether stderr is a terminal. */
    static boolean isStderr() {
        return isTerminal("/proc/self/fd/2");
    }

    private static boolean isTerminal(String descriptor) {
        try {
            Path device = Files.readSymbolicLink(Path.of(descriptor));
            return device.startsWith("/dev/pts") || device.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
