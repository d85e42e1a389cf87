package io.github.guichet.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** All examinations in the order in which people want to know: first whether it runs, last what is only slow. */
public final class Examinations {

    /** Their names, those without a configuration that can be read first. */
    public static final List<String> NAMES = List.of(
            "config",
            "daemon",
            "sources",
            "sockets",
            "reach",
            "maps",
            "delimiter",
            "sasl",
            "policy",
            "milter",
            "dovecot",
            "schema",
            "indexes",
            "aliases",
            "tls",
            "clock",
            "limits",
            "jvm");

    private Examinations() {}

    /**
     * How closely to look.
     *
     * @param slow an answer that takes so long is slow
     * @param rows a table with fewer rows needs no index
     * @param aliases how many aliases are followed at most
     */
    public record Thoroughness(Duration slow, int rows, int aliases) {}

    /**
     * What is looked at besides the configuration.
     *
     * @param tool runs other programs
     * @param postfix the live Postfix
     * @param dovecot the live Dovecot
     * @param daemon the running guichet
     * @param proc {@code /proc}
     */
    public record Surroundings(Tool tool, Postfix postfix, Dovecot dovecot, RunningDaemon daemon, Path proc) {}

    /** Those that need a configuration that can be read. */
    public static List<Examination> of(
            Setup setup, Surroundings around, Thoroughness thoroughness, InstantSource clock) {
        return List.of(
                new SourcesExamination(setup, thoroughness.slow()),
                new SocketsExamination(setup),
                new ReachExamination(setup, around.postfix(), around.tool()),
                new MapsExamination(setup, around.postfix()),
                new DelimiterExamination(setup, around.postfix(), around.dovecot()),
                new SaslExamination(setup, around.postfix()),
                new PolicyExamination(setup, around.postfix()),
                new MilterExamination(setup, around.postfix()),
                new DovecotExamination(setup, around.dovecot(), around.tool()),
                new SchemaExamination(setup),
                new IndexesExamination(setup, thoroughness.rows()),
                new AliasesExamination(setup, around.postfix(), thoroughness.aliases()),
                new TlsExamination(setup, clock),
                new ClockExamination(setup, around.tool(), clock),
                new LimitsExamination(setup, around.daemon(), around.proc()),
                new JvmExamination(around.daemon(), around.proc()));
    }
}
