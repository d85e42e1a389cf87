package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The milter example of the manual, {@code docs/milter}, does what the manual says of it: first watched, then enforced. */
@ExtendWith(Workspaces.class)
class MilterExampleIT {

    /** What the example leaves to other sections: how people log in. */
    private static final String LOG_INS = """

            [accounts]
            source = "db"
            password-query = "SELECT username AS user, password FROM mailbox WHERE username='%u' AND active='1'"
            default-realm = "guichet.test"

            [dovecot-auth]
            listen-client = ["unix:/var/spool/postfix/private/guichet-auth"]
            mechanisms = ["PLAIN"]
            """;

    private static final String FORGED = "From: bob@guichet.test\n";

    @ParameterizedTest
    @EnumSource
    void watchesFirstAndRefusesThen(Debian debian, Workspace work) throws IOException {
        MariaDbServer database = MariaDbServer.start(work);
        database.sql(PolicySite.resource("rows.sql"));
        SmtpSink world = SmtpSink.inet(work);
        PostfixServer.queueDirectory(work, "p");
        work.directory("p/q/private");
        Path socket = work.directory("p/q/guichet").resolve("milter.sock");
        String example = here(work, database, DovecotSettings.shipped(work, "milter/guichet.toml"));
        Path toml = work.file("guichet.toml", example);
        GuichetProcess guichet = GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(socket));
        int port = work.freePort();
        int submission = work.freePort();
        PostfixServer postfix = PostfixServer.start(
                work,
                "p",
                new PostfixSettings(world.port())
                        .of(debian)
                        .mainCf(DovecotSettings.shipped(work, "postfix-sasl/main.cf"))
                        .mainCf(DovecotSettings.shipped(work, "milter/main.cf"))
                        .set("mynetworks", "192.0.2.1")
                        .smtpd(port, false)
                        .service(DovecotSettings.shipped(work, "milter/master.cf")
                                .replace("submission inet n - y", "127.0.0.1:" + submission + " inet n - n")
                                // There is no certificate here.
                                .replace("encrypt", "none")),
                port);
        try (SmtpDialogue smtp = SmtpDialogue.connect(submission)) {
            assertThat(smtp.login("alice", "good").code()).isEqualTo(235);
            String watched = MilterSite.subject();
            assertThat(send(smtp, FORGED, watched)).startsWith("250 ");
            assertThat(arrived(world, watched).value("From")).isEqualTo("bob@guichet.test");
            assertThat(arrived(world, watched).value("Authentication-Results")).contains("alice@guichet.test");
            assertThat(guichet.log())
                    .contains("milter: rule=<From: belongs to the login> mode=observe decision=object ");
        }
        work.file("guichet.toml", example.replace("mode  = \"observe\"", "mode  = \"reject\""));
        guichet.restart();
        try (SmtpDialogue smtp = SmtpDialogue.connect(submission)) {
            assertThat(smtp.login("alice", "good").code()).isEqualTo(235);
            assertThat(send(smtp, FORGED, MilterSite.subject()))
                    .startsWith("550 5.7.1 ")
                    .contains("bob@guichet.test");
            assertThat(send(smtp, "From: info@guichet.test\n", MilterSite.subject()))
                    .startsWith("250 ");
            guichet.stop();
            // The session has lost its milter.
            assertThat(send(smtp, FORGED, MilterSite.subject())).startsWith("451 4.7.1 ");
        }
        String unchecked = MilterSite.subject();
        postfix.sendmail(
                        "cron@guichet.test",
                        "From: cron@guichet.test\nTo: friend@elsewhere.example\nSubject: " + unchecked + "\n\nhello\n")
                .succeeds();
        assertThat(arrived(world, unchecked).values("Authentication-Results")).isEmpty();
    }

    private static String send(SmtpDialogue smtp, String header, String subject) throws IOException {
        return MilterSite.send(
                smtp,
                "alice@guichet.test",
                List.of("friend@elsewhere.example"),
                header + "Subject: " + subject + "\n\nhello\n");
    }

    private static Delivered arrived(SmtpSink world, String subject) {
        return Delivered.of(world.arrived(subject).text());
    }

    private static String here(Workspace work, MariaDbServer database, String example) throws IOException {
        Path password = work.file("db.password", "secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return (example + LOG_INS)
                .replace("jdbc:mariadb://127.0.0.1:3306/postfixadmin", database.jdbcUrl())
                .replace("/etc/guichet/db.password", password.toString())
                .replace("/var/spool/postfix", work.path("p/q").toString());
    }
}
