package io.github.guichet.endtoend;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database is killed, stopped and slow, and guichet is killed, while people log in: no right password is ever called wrong. */
@ExtendWith(Workspaces.class)
class LogInOutageIT {

    private static final int CLIENTS = 4;

    private static final List<String> USERS = List.of("alice", "bob", "carol", "dave", "erin");

    /** Every log-in asks the database, or one of the same second does. */
    private static final String FORGETFUL = "[cache]\nttl = \"1s\"\nnegative-ttl = \"1s\"\nstale = \"0s\"\n";

    /** Answers serve for an hour while the database is away. */
    private static final String REMEMBERING = "[cache]\nttl = \"1s\"\nnegative-ttl = \"1s\"\nstale = \"1h\"\n";

    @ParameterizedTest
    @EnumSource
    void refusesNobodyWrongly(Debian debian, Workspace work) {
        LogInSite site = LogInSite.start(work, debian, FORGETFUL, "");
        LogInTraffic traffic = LogInTraffic.start(site, CLIENTS, USERS);
        traffic.awaitOk(50);
        site.database.kill();
        traffic.awaitTemporary(20);
        site.database.restart();
        traffic.awaitOk(50);
        site.database.pause();
        traffic.awaitTemporary(10);
        site.database.resume();
        traffic.awaitOk(50);
        // Slower than the deadline of the source allows for, again and again.
        for (int i = 0; i < 3; i++) {
            site.database.sql("FLUSH TABLES");
            site.database.pause();
            traffic.awaitTemporary(2);
            site.database.resume();
            traffic.awaitOk(20);
        }
        report(traffic, "MariaDB, no stale answers", site);
    }

    @ParameterizedTest
    @EnumSource
    void letsInOnStaleRecordsIfSoConfigured(Debian debian, Workspace work) {
        LogInSite site = LogInSite.start(work, debian, REMEMBERING, "stale-logins = true\n");
        LogInTraffic traffic = LogInTraffic.start(site, CLIENTS, USERS);
        traffic.awaitOk(60);
        site.database.kill();
        traffic.awaitOk(100);
        site.database.restart();
        traffic.awaitOk(50);
        report(traffic, "MariaDB, stale log-ins allowed", site);
    }

    @ParameterizedTest
    @EnumSource
    void survivesTheEndOfGuichet(Debian debian, Workspace work) {
        LogInSite site = LogInSite.start(work, debian, FORGETFUL, "");
        LogInTraffic traffic = LogInTraffic.start(site, CLIENTS, USERS);
        for (int life = 0; life < 2; life++) {
            traffic.awaitOk(40);
            // Postfix says "try again"; Dovecot's log-in processes wait for an auth service to come back.
            site.guichet.kill();
            site.guichet.restart();
        }
        traffic.awaitOk(40);
        report(traffic, "guichet killed 2 times", site);
    }

    private static void report(LogInTraffic traffic, String scenario, LogInSite site) {
        System.out.println(traffic.finish() + ": " + scenario + ", Dovecot " + site.debian.dovecot() + ", process "
                + site.guichet.pid());
    }
}
