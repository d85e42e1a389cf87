package io.github.guichet.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody is watching. */
final class Terminal {

    private Terminal() {}

    /** Whether stdin is a terminal; Java itself can only tell of stdin and stdout together. */
    static boolean isStdin() {
        return isTerminal("/proc/self/fd/0");
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
