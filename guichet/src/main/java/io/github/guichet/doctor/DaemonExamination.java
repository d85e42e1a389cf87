package io.github.guichet.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The running daemon: it answers, its sources do, and it is of the version and configuration that are installed. */
public final class DaemonExamination implements Examination {

    /** Its name; whoever decides on the exit status looks for it. */
    public static final String NAME = "daemon";

    /** Files and processes are not dated by one clock to the second. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final RunningDaemon daemon;
    private final Path config;
    private final String version;
    private final InstantSource clock;

    /**
     * An examination.
     *
     * @param version the one that is installed: this program's
     */
    public DaemonExamination(RunningDaemon daemon, Path config, String version, InstantSource clock) {
        this.daemon = daemon;
        this.config = config;
        this.version = version;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> examine() throws CannotLookException {
        RunningDaemon.Answer answer = daemon.answer();
        if (answer instanceof RunningDaemon.Answer.NotAskable) {
            return List.of(Finding.unknown(
                    "nobody can ask the running guichet: " + config + " has no section [admin]",
                    "Add it and restart guichet",
                    "[admin]",
                    "listen = \"unix:/run/guichet/admin.sock\""));
        }
        if (answer instanceof RunningDaemon.Answer.NotRunning not) {
            return List.of(Finding.error(
                    not.why(),
                    "Start it, and if it ends again look into its log",
                    "systemctl start guichet",
                    "journalctl -u guichet -e"));
        }
        List<Finding> findings = new ArrayList<>();
        for (String down : daemon.down()) {
            findings.add(Finding.error(
                    "the running guichet calls a source down: " + down
                            + ". What it knows is served as long as stale allows; the rest is put off",
                    "The examination \"sources\" says whether it is the same for this command"));
        }
        String running = daemon.version().orElse(version);
        if (!running.equals(version)) {
            findings.add(Finding.warning(
                    "guichet " + running + " is running, " + version + " is installed",
                    "Restart it",
                    "systemctl restart guichet"));
        }
        reloaded().ifPresent(findings::add);
        return Finding.or(
                findings,
                "guichet " + running + " is running as process " + daemon.pid() + ", and all its sources answer");
    }

    private Optional<Finding> reloaded() {
        Optional<Instant> loaded = daemon.configured().or(() -> daemon.uptime().map(clock.instant()::minus));
        try {
            Instant changed = Files.getLastModifiedTime(config).toInstant();
            return loaded.filter(l -> changed.isAfter(l.plus(SLACK)))
                    .map(l -> Finding.warning(
                            config + " was changed at " + changed + ", after the running guichet read it at " + l,
                            "Check it and have it read",
                            "guichet check-config --config " + Finding.quoted(config.toString()),
                            "guichet reload --config " + Finding.quoted(config.toString())));
        } catch (IOException e) {
            return Optional.empty(); // the examination of the configuration says so
        }
    }
}
