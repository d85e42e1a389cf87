package io.github.guichet.command;

import io.github.guichet.doctor.ConfigurationExamination;
import io.github.guichet.doctor.DaemonExamination;
import io.github.guichet.doctor.Doctor;
import io.github.guichet.doctor.Dovecot;
import io.github.guichet.doctor.Examination;
import io.github.guichet.doctor.Examinations;
import io.github.guichet.doctor.Postfix;
import io.github.guichet.doctor.Report;
import io.github.guichet.doctor.RunningDaemon;
import io.github.guichet.doctor.Severity;
import io.github.guichet.doctor.Tool;
import io.github.guichet.json.Json;
import io.github.guichet.server.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code guichet doctor}. */
@Command(
        name = "doctor",
        description = {
            "Examines the whole installation - configuration, live Postfix and Dovecot, sockets, sources, aliases, TLS, clock, limits -"
                    + " and says what to do about what it finds. Reads only. Run it as root to have it see everything.",
            "Exit status: 0 all is fine, perhaps with notes, 1 there is something to do or nobody could look, 69 guichet is not"
                    + " running (everything else is examined all the same)."
        })
final class DoctorCommand implements Callable<Integer> {

    private static final Duration ADMIN = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "These examinations only.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--skip", split = ",", paramLabel = "NAME", description = "All examinations but these.")
    private List<String> skip = new ArrayList<>();

    @Option(
            names = "--postfix",
            paramLabel = "DIR",
            description = "The directory of main.cf; without, the one that postconf takes.")
    private Optional<Path> postfix = Optional.empty();

    @Option(
            names = "--dovecot",
            paramLabel = "FILE",
            description = "The file dovecot.conf; without, the one that doveconf takes.")
    private Optional<Path> dovecot = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long one examination may take. Without: ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(
            names = "--slow",
            paramLabel = "MILLISECONDS",
            defaultValue = "100",
            description = "An answer of a source that takes so long is slow. Without: ${DEFAULT-VALUE}.")
    private int slow;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "A table with fewer rows needs no index. Without: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--aliases",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many aliases are followed at most. Without: ${DEFAULT-VALUE}.")
    private int aliases;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        check();
        List<String> problems = new ArrayList<>();
        Optional<Configuration> configuration = read(problems);
        Duration limit = Duration.ofSeconds(timeout);
        Tool tool = new Tool(limit.multipliedBy(3).dividedBy(4), System.getenv());
        RunningDaemon daemon = new RunningDaemon(() -> ask(configuration));
        List<Examination> examinations = new ArrayList<>();
        examinations.add(new ConfigurationExamination(
                config.file(), problems, configuration.map(DoctorSetup::files).orElse(List.of())));
        examinations.add(new DaemonExamination(daemon, config.file(), Version.text(), InstantSource.system()));
        Optional<RunningConfiguration> running = configuration.map(RunningConfiguration::forCheck);
        try {
            running.ifPresent(open -> examinations.addAll(Examinations.of(
                    new DoctorSetup(config.file(), configuration.orElseThrow(), open).read(),
                    new Examinations.Surroundings(
                            tool, new Postfix(tool, postfix), new Dovecot(tool, dovecot), daemon, Path.of("/proc")),
                    new Examinations.Thoroughness(Duration.ofMillis(slow), rows, aliases),
                    InstantSource.system())));
            List<Doctor.Examined> examined =
                    new Doctor(limit, this::progress).examine(wanted(examinations, !problems.isEmpty()));
            progressEnds();
            print(examined);
            return status(examined, daemon);
        } finally {
            running.ifPresent(DoctorCommand::close);
        }
    }

    private void check() {
        List<String> unknown = new ArrayList<>(only);
        unknown.addAll(skip);
        unknown.removeAll(Examinations.NAMES);
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no examination " + unknown.get(0) + "; there are "
                            + String.join(", ", Examinations.NAMES));
        }
        if (timeout < 1 || timeout > 86_400 || slow < 0 || rows < 1 || aliases < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--timeout is 1 to 86400, --slow is not negative, --rows and --aliases are at least 1");
        }
    }

    private Optional<Configuration> read(List<String> problems) {
        try {
            return Optional.of(config.read());
        } catch (BadConfigurationException e) {
            e.problems().stream().map(Problem::toString).forEach(problems::add);
            return Optional.empty();
        }
    }

    private static RunningDaemon.Answer ask(Optional<Configuration> configuration) {
        if (configuration.isEmpty()) {
            return new RunningDaemon.Answer.NotRunning(
                    "with this configuration guichet does not start, and where it could be asked nobody knows");
        }
        if (configuration.get().admin().isEmpty()) {
            return new RunningDaemon.Answer.NotAskable();
        }
        try {
            String reply = AdminQuestion.ask(configuration.get(), AdminStatus.NAME, List.of("json"), ADMIN);
            return new RunningDaemon.Answer.Status(reply);
        } catch (CommandFailure e) {
            return new RunningDaemon.Answer.NotRunning(String.valueOf(e.getMessage()));
        }
    }

    /** Without a configuration hardly anything can be examined, so what is wrong with it is always said. */
    private List<Examination> wanted(List<Examination> examinations, boolean unusable) {
        return examinations.stream()
                .filter(e -> only.isEmpty()
                        || only.contains(e.name())
                        || (unusable && e instanceof ConfigurationExamination))
                .filter(e -> !skip.contains(e.name()) || (unusable && e instanceof ConfigurationExamination))
                .toList();
    }

    /** In the background: a source that hangs would hold this up for its whole deadline, and the process ends anyway. */
    private static void close(RunningConfiguration running) {
        Thread thread = new Thread(running::close, "doctor-close");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void progress(String name, int number, int of) {
        if (Terminal.isStderr()) {
            PrintWriter err = spec.commandLine().getErr();
            err.printf("\r%-40s", number + " of " + of + ": " + name);
            err.flush();
        }
    }

    private void progressEnds() {
        if (Terminal.isStderr()) {
            PrintWriter err = spec.commandLine().getErr();
            err.print("\r" + " ".repeat(40) + "\r");
            err.flush();
        }
    }

    private void print(List<Doctor.Examined> examined) {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            Report.print(examined, out);
            return;
        }
        Json whole = new Json();
        whole.list("examinations", examined, (one, examination) -> {
            one.field("name", examination.examination());
            one.field("worst", examination.worst().toString());
            one.list("findings", examination.findings(), (json, finding) -> {
                json.field("severity", finding.severity().toString());
                json.field("what", finding.what());
                json.field("advice", finding.advice());
                json.strings("paste", finding.paste());
            });
        });
        out.println(whole.end());
    }

    /** That it does not run comes first: whoever asked by a script may want to start it. */
    private static int status(List<Doctor.Examined> examined, RunningDaemon daemon) {
        boolean asked = examined.stream().anyMatch(e -> e.examination().equals(DaemonExamination.NAME));
        if (asked && daemon.isDown()) {
            return ExitStatus.UNAVAILABLE;
        }
        return examined.stream().map(Doctor.Examined::worst).anyMatch(Severity::wantsAction)
                ? ExitStatus.NO
                : ExitStatus.OK;
    }
}
