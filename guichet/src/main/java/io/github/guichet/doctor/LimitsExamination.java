package io.github.guichet.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What the running process may have of files and memory, against what its configuration lets others take. */
final class LimitsExamination implements Examination {

    /** Jars, logs, event loops, the snapshot. */
    private static final int OWN_FILES = 200;

    /** The queue of connections that a listener asks for. */
    private static final int BACKLOG = 4096;

    private static final int FEW = 512;
    private static final long BESIDE_HEAP = 128L << 20;
    private static final long HASH = 128L << 20;

    private final Setup setup;
    private final RunningDaemon daemon;
    private final Path proc;

    LimitsExamination(Setup setup, RunningDaemon daemon, Path proc) {
        this.setup = setup;
        this.daemon = daemon;
        this.proc = proc;
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public List<Finding> examine() throws CannotLookException {
        ProcessFacts process = new ProcessFacts(proc, daemon.pid());
        List<Finding> findings = new ArrayList<>();
        files(process, findings);
        memory(process, findings);
        backlog(findings);
        return Finding.or(findings, "open files, memory and waiting connections are ample");
    }

    private void files(ProcessFacts process, List<Finding> findings) throws CannotLookException {
        long connections =
                setup.listening().stream().mapToLong(Listening::connections).sum();
        long needed = connections + setup.poolConnections() + OWN_FILES;
        OptionalLong limit = process.openFiles();
        if (limit.isPresent() && limit.getAsLong() < needed) {
            String what = "guichet may open " + limit.getAsLong() + " files, and its listeners let " + connections
                    + " connections in, its sources take " + setup.poolConnections() + ": it may need " + needed;
            String advice = "In systemctl edit guichet, or lower max-connections of the listeners";
            String[] paste = {"[Service]", "LimitNOFILE=" + Math.max(65_536, Long.highestOneBit(needed) * 2)};
            // All listeners are never full together.
            boolean far = limit.getAsLong() < needed / 2;
            findings.add(far ? Finding.warning(what, advice, paste) : Finding.note(what, advice, paste));
        }
    }

    private void memory(ProcessFacts process, List<Finding> findings) throws CannotLookException {
        OptionalLong heap = process.option("-Xmx").stream()
                .flatMapToLong(text -> ProcessFacts.bytes(text).stream())
                .findFirst();
        OptionalLong group = process.memoryLimit();
        if (heap.isPresent() && group.isPresent() && group.getAsLong() < heap.getAsLong() + BESIDE_HEAP) {
            findings.add(Finding.warning(
                    "the control group of guichet allows " + mega(group.getAsLong()) + ", its heap alone may take "
                            + mega(heap.getAsLong()) + " and the rest of the process about " + mega(BESIDE_HEAP)
                            + ": the kernel ends it before Java notices",
                    "In systemctl edit guichet, more memory, or a smaller heap by GUICHET_JAVA_OPTS",
                    "[Service]",
                    "MemoryMax=" + mega(heap.getAsLong() + BESIDE_HEAP).replace(" MB", "M")));
        }
        if (heap.isPresent() && setup.argon2() && heap.getAsLong() < HASH) {
            findings.add(Finding.warning(
                    "passwords are ARGON2, one check takes up to 64 MB, and the heap has " + mega(heap.getAsLong()),
                    "Give it more: in /etc/default/guichet or the unit",
                    "GUICHET_JAVA_OPTS=-Xmx256m"));
        }
        long caches = heap.orElse(Long.MAX_VALUE) / 3 * 2;
        if (daemon.cached() > caches / 10 * 9) {
            findings.add(Finding.warning(
                    "the caches hold " + mega(daemon.cached()) + " of the " + mega(caches)
                            + " that they may take: answers are dropped before their time",
                    "Give the process a larger heap, or lower max-entries below [cache]",
                    "GUICHET_JAVA_OPTS=-Xmx" + Math.max(512, (heap.orElse(0) >> 20) * 2) + "m"));
        }
    }

    private void backlog(List<Finding> findings) throws CannotLookException {
        try {
            String text =
                    Files.readString(proc.resolve("sys/net/core/somaxconn")).strip();
            int most = text.matches("\\d{1,9}") ? Integer.parseInt(text) : BACKLOG;
            if (most < BACKLOG) {
                String what = "net.core.somaxconn is " + most
                        + ": where more connect at one moment, a connect to a Unix socket"
                        + " fails at once; guichet asks for " + BACKLOG;
                String advice = "Raise it, and restart guichet";
                String[] paste = {
                    "echo net.core.somaxconn=" + BACKLOG + " >/etc/sysctl.d/60-guichet.conf", "sysctl --system"
                };
                findings.add(most < FEW ? Finding.warning(what, advice, paste) : Finding.note(what, advice, paste));
            }
        } catch (IOException e) {
            throw CannotLookException.hidden("net.core.somaxconn cannot be read: " + e.getMessage());
        }
    }

    private static String mega(long bytes) {
        return (bytes >> 20) + " MB";
    }
}
