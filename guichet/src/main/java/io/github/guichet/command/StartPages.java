package io.github.guichet.command;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back memory that holds parts of program files: of the archive of classes and of the Java machine. The kernel maps sixteen pages
 * of a file where one is touched, so that a start and a first load map nearly all of them; what little work needs is a third. The pages
 * stay in the kernel's cache of files: what is wanted once more is there without reading a disk.
 *
 * <p>Meant are only files that are mapped for as long as the process lives, and of them only what nobody has written to: anything else
 * would be lost.
 */
final class StartPages implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartPages.class);

    /** Again after half of the time that the process has lived, for the older it is, the less is new in what it does. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    /** madvise(2): forget the pages; those of a file that nobody has written to are read from it again. */
    private static final int MADV_DONTNEED = 4;

    private static final Pattern PROGRAM =
            Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (?:r--p .*/[^/]+\\.jsa|r-xp .*/libjvm\\.so|r--s .*/modules)");
    /** What is said of a mapping that has memory of its own: written to, perhaps swapped since, or read back from there. */
    private static final Pattern OWN = Pattern.compile("(?:Shared_Dirty|Private_Dirty|Anonymous|Swap): +[1-9]\\d* kB");

    private static final String ANONYMOUS = "Anonymous:";

    /**
     * A part of the memory.
     *
     * @param start its first byte
     * @param length in bytes
     */
    record Range(long start, long length) {}

    private final ScheduledThreadPoolExecutor timer;
    private final long began = System.nanoTime();

    private StartPages(ScheduledThreadPoolExecutor timer) {
        this.timer = timer;
    }

    /** Does so from now on, on a thread of its own, until it is closed. */
    static StartPages begin() {
        StartPages pages = new StartPages(new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "guichet-pages");
            thread.setDaemon(true);
            return thread;
        }));
        pages.wait(SHORTEST);
        return pages;
    }

    private void wait(Duration pause) {
        Object unused = timer.schedule(this::release, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void release() {
        try {
            giveBack(unchanged(Files.readAllLines(MAPPINGS)));
            wait(pause(Duration.ofNanos(System.nanoTime() - began)));
        } catch (IOException | LinkageError e) {
            // A process that must not know its own memory, or another C library: it takes more, and is none the worse.
            LOG.debug("pages of the start stay in memory: {}", e.toString());
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile");
        }
    }

    /** How long to wait at an age. */
    static Duration pause(Duration age) {
        Duration half = age.dividedBy(2);
        return half.compareTo(SHORTEST) < 0 ? SHORTEST : half.compareTo(LONGEST) > 0 ? LONGEST : half;
    }

    /**
     * Those parts of the memory that hold program files as they are on disk.
     *
     * @param mappings as proc(5) has them in smaps
     */
    static List<Range> unchanged(List<String> mappings) {
        List<Range> found = new ArrayList<>();
        Optional<Range> current = Optional.empty();
        boolean told = false;
        boolean own = false;
        for (String line : mappings) {
            if (line.isEmpty() || !Character.isUpperCase(line.charAt(0))) {
                // The next mapping; what is said of one begins with a capital.
                if (told && !own) {
                    current.ifPresent(found::add);
                }
                current = program(line);
                told = false;
                own = false;
            } else {
                // A kernel that does not say whether there is memory of its own is not asked to forget anything.
                told |= line.startsWith(ANONYMOUS);
                own |= OWN.matcher(line).matches();
            }
        }
        if (told && !own) {
            current.ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Range> program(String mapping) {
        Matcher matcher = PROGRAM.matcher(mapping);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long start = Long.parseUnsignedLong(matcher.group(1), 16);
        return Optional.of(new Range(start, Long.parseUnsignedLong(matcher.group(2), 16) - start));
    }

    /** Tells the kernel that these parts are not needed just now. */
    static void giveBack(List<Range> ranges) {
        Function madvise = NativeLibrary.getInstance("libc.so.6").getFunction("madvise");
        for (Range range : ranges) {
            // What it says does not matter: either the pages are gone, or all is as it was.
            int unused = madvise.invokeInt(new Object[] {new Pointer(range.start()), range.length(), MADV_DONTNEED});
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
