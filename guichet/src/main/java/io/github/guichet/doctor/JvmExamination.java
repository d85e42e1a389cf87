package io.github.guichet.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java runtime of the running process: which one, whether its class archive is used, and its options. */
final class JvmExamination implements Examination {

    private static final int OLDEST = 17;
    private static final String ARCHIVE = "-XX:SharedArchiveFile=";

    private final RunningDaemon daemon;
    private final Path proc;

    JvmExamination(RunningDaemon daemon, Path proc) {
        this.daemon = daemon;
        this.proc = proc;
    }

    @Override
    public String name() {
        return "jvm";
    }

    @Override
    public List<Finding> examine() throws CannotLookException {
        ProcessFacts process = new ProcessFacts(proc, daemon.pid());
        List<Finding> findings = new ArrayList<>();
        Path program = process.program();
        if (program.toString().endsWith(" (deleted)")) {
            findings.add(Finding.warning(
                    "the Java runtime was upgraded under the running guichet: " + program,
                    "Restart it, so that the fixes of that upgrade are in force",
                    "systemctl restart guichet"));
        }
        String version = version(program, findings);
        archive(process, findings);
        process.option("-Xmx")
                .ifPresentOrElse(
                        heap -> {},
                        () -> findings.add(Finding.note(
                                "guichet was started without -Xmx, so its heap may grow to a quarter of this host's memory",
                                "Start it with bin/guichet, which sets it")));
        List<String> odd = process.commandLine().stream()
                .filter(word -> word.startsWith("-agentlib:jdwp")
                        || word.startsWith("-Xdebug")
                        || word.startsWith("-Dcom.sun.management.jmxremote.port"))
                .toList();
        if (!odd.isEmpty()) {
            findings.add(Finding.error(
                    "guichet runs with " + Finding.some(odd, 3) + ": whoever reaches that port takes the process over",
                    "Take it out of GUICHET_JAVA_OPTS and restart"));
        }
        return Finding.or(findings, "Java " + version + ", with its class archive");
    }

    /** From the file {@code release} of the runtime. */
    private static String version(Path program, List<Finding> findings) {
        Optional<Path> release = Optional.ofNullable(program.getParent())
                .flatMap(bin -> Optional.ofNullable(bin.getParent()))
                .map(home -> home.resolve("release"));
        try {
            String text = release.isPresent() ? Files.readString(release.get()) : "";
            String version = value(text, "JAVA_VERSION");
            Matcher feature = Pattern.compile("(\\d{1,4}).*").matcher(version);
            if (feature.matches() && Integer.parseInt(String.valueOf(feature.group(1))) < OLDEST) {
                findings.add(Finding.error(
                        "guichet runs on Java " + version + "; it needs " + OLDEST,
                        "Install it",
                        "apt-get install openjdk-17-jre-headless"));
            }
            return version + " of " + value(text, "IMPLEMENTOR");
        } catch (IOException e) {
            return "of unknown version (" + program + ")";
        }
    }

    private static String value(String text, String key) {
        Matcher matcher = Pattern.compile("(?m)^" + key + "=\"([^\"]*)\"").matcher(text);
        return matcher.find() ? String.valueOf(matcher.group(1)) : "?";
    }

    private static void archive(ProcessFacts process, List<Finding> findings) throws CannotLookException {
        Optional<String> archive = process.option(ARCHIVE);
        if (archive.isEmpty() || process.maps(target(archive.get()))) {
            return;
        }
        boolean there = Files.exists(Path.of(archive.get()));
        findings.add(Finding.note(
                "guichet was started without its class archive " + archive.get()
                        + (there
                                ? ", which was made by another Java runtime or for other files"
                                : ", which is not there")
                        + ": it needs about twice as long to start, and more memory",
                "Have it made for the Java of this host",
                "guichet archive",
                "systemctl restart guichet"));
    }

    /** The kernel tells the file behind a link, as the package has one. */
    private static String target(String archive) {
        try {
            return Path.of(archive).toRealPath().toString();
        } catch (IOException e) {
            return archive;
        }
    }
}
