package io.github.guichet.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Who reads standard error: that says what must be in front of a line. */
enum Stderr {
    /** A person. */
    TERMINAL,
    /** A file, to which nobody adds the time: jsvc's {@code -errfile}. */
    FILE,
    /** systemd-journald, which takes the priority in front of a line off, whatever comes behind it. */
    JOURNAL,
    /** A pipe: a supervisor, a container's runtime. */
    PIPE;

    private static final Path DESCRIPTOR = Path.of("/proc/self/fd/2");

    /** What it is in this process. */
    static Stderr find(Map<String, String> environment) {
        try {
            String target = Files.readSymbolicLink(DESCRIPTOR).toString();
            if (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console")) {
                return TERMINAL;
            }
            if (Files.isRegularFile(DESCRIPTOR)) {
                return FILE;
            }
            // sd_journal_stream: systemd.exec(5) says device and inode of the stream that it made, which may be gone by
            // now.
            String here = Files.getAttribute(DESCRIPTOR, "unix:dev") + ":" + Files.getAttribute(DESCRIPTOR, "unix:ino");
            return here.equals(environment.get("JOURNAL_STREAM")) ? JOURNAL : PIPE;
        } catch (IOException | UnsupportedOperationException e) {
            return PIPE;
        }
    }

    /** A stream to it whose lines are UTF-8, whatever the locale. */
    static PrintStream stream() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }
}
