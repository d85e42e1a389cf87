package io.github.guichet.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody is watching. */
final class Terminal {

    private Terminal() {}

    /** Whether stderr is a terminal; Java itself can only tell of stdin and stdout together. */
    static boolean isStderr() {
        try {
            Path device = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
            return device.startsWith("/dev/pts") || device.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
