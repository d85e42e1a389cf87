package io.github.guichet.doctor;

import io.github.guichet.lookup.sql.SqlDialect;
import io.github.guichet.lookup.sql.SqlSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The clock of this host beside those of its databases: limits, greylists, expiring passwords and tokens go by them. */
final class ClockExamination implements Examination {

    private static final long WARN_MILLIS = Duration.ofSeconds(3).toMillis();
    private static final long ERROR_MILLIS = Duration.ofSeconds(60).toMillis();

    private final Setup setup;
    private final Tool tool;
    private final InstantSource clock;

    ClockExamination(Setup setup, Tool tool, InstantSource clock) {
        this.setup = setup;
        this.tool = tool;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        int compared = 0;
        for (SqlSource source : setup.databases()) {
            if (source.config().dialect() == SqlDialect.SQLITE) {
                continue; // our own clock
            }
            compared++;
            findings.addAll(source.ask(
                            (connection, deadline) -> look(connection, source),
                            why -> List.of(Finding.unknown(
                                    "the clock of source " + source.name() + " cannot be asked: " + why, "")))
                    .join());
        }
        synchronised(findings);
        String fine = compared + " databases have the time of this host within " + WARN_MILLIS / 1000 + " s";
        return Finding.or(
                findings, compared == 0 ? "no source is a server that tells the time (a directory does not)" : fine);
    }

    private List<Finding> look(Connection connection, SqlSource source) throws SQLException {
        long before = clock.millis();
        long theirs;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query(source.config().dialect()))) {
            row.next();
            theirs = row.getLong(1);
        }
        long after = clock.millis();
        // Anywhere between asking and hearing is right.
        long difference = theirs < before ? theirs - before : Math.max(0, theirs - after);
        if (Math.abs(difference) < WARN_MILLIS) {
            return List.of();
        }
        String what = "the clock of source " + source.name() + " is " + Math.abs(difference) / 1000 + " s "
                + (difference > 0 ? "ahead of" : "behind") + " this host's";
        String advice = "Have both hosts set their clocks by the network";
        return List.of(
                Math.abs(difference) >= ERROR_MILLIS
                        ? Finding.error(what, advice, "timedatectl set-ntp true")
                        : Finding.warning(what, advice, "timedatectl set-ntp true"));
    }

    private static String query(SqlDialect dialect) {
        return dialect == SqlDialect.MARIADB
                ? "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000"
                : "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    }

    /** Only a hint: a virtual machine may have its time from its host. */
    private void synchronised(List<Finding> findings) throws InterruptedException {
        try {
            Tool.Said said = tool.run("timedatectl", "show", "--property=NTPSynchronized", "--value");
            if (said.exit() == 0 && said.out().strip().equals("no")) {
                findings.add(Finding.note(
                        "systemd says that the clock of this host is not set by the network",
                        "If nothing else sets it",
                        "timedatectl set-ntp true"));
            }
        } catch (CannotLookException e) {
            // no systemd here: whoever sets this clock, it is compared with those of the databases
        }
    }
}
