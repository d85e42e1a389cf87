package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policy example of the README, {@code docs/policy}, does what the README says of it. */
@ExtendWith(Workspaces.class)
class PolicyExampleIT {

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

    @ParameterizedTest
    @EnumSource
    void keepsLoginsToTheirAddressesAndToTheirLimit(Debian debian, Workspace work) throws IOException {
        MariaDbServer database = MariaDbServer.start(work);
        database.sql(PolicySite.resource("rows.sql"));
        SmtpSink world = SmtpSink.inet(work);
        PostfixServer.queueDirectory(work, "p");
        work.directory("p/q/private");
        Path socket = work.directory("p/q/guichet").resolve("policy.sock");
        Path toml =
                work.file("guichet.toml", here(work, database, DovecotSettings.shipped(work, "policy/guichet.toml")));
        GuichetProcess guichet = GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(socket));
        PostfixServer postfix = PostfixServer.start(
                work,
                "p",
                new PostfixSettings(world.port())
                        .of(debian)
                        .mainCf(DovecotSettings.shipped(work, "postfix-sasl/main.cf"))
                        .mainCf(DovecotSettings.shipped(work, "policy/main.cf"))
                        .set("mynetworks", "192.0.2.1"));
        try (SmtpDialogue smtp = SmtpDialogue.connect(postfix.port())) {
            assertThat(smtp.login("alice", "good").code()).isEqualTo(235);
            assertThat(to(smtp, "bob@guichet.test", 1)).startsWith("553 5.7.1 ");
            assertThat(to(smtp, "both@guichet.test", 1)).startsWith("553 5.7.1 ");
            assertThat(to(smtp, "alice@guichet.test", 60)).startsWith("250 ");
            assertThat(to(smtp, "info+tag@guichet.test", 39)).startsWith("250 ");
            assertThat(to(smtp, "alice@guichet.test", 2)).startsWith("450 4.7.1 ");
            guichet.stop();
            guichet.restart();
            assertThat(to(smtp, "alice@guichet.test", 2)).startsWith("450 4.7.1 ");
            assertThat(to(smtp, "alice@guichet.test", 1)).startsWith("250 ");
            // Without guichet mail flows, unchecked.
            guichet.stop();
            assertThat(to(smtp, "bob@guichet.test", 1)).startsWith("250 ");
        }
        postfix.awaitEmptyQueue();
        assertThat(world.messages().stream().map(SmtpSink.Message::subject).distinct())
                .hasSize(4);
    }

    /** The last reply of a message to so many: to the end of the data, or to a recipient if one was refused. */
    private static String to(SmtpDialogue smtp, String sender, int recipients) throws IOException {
        List<String> all = IntStream.range(0, recipients)
                .mapToObj(i -> "friend" + i + "@elsewhere.example")
                .toList();
        // Postfix 3.7 keeps the transaction of a message that it refused at its end.
        smtp.command("RSET");
        List<SmtpDialogue.Reply> replies = new ArrayList<>(smtp.message(sender, all, PolicySite.subject()));
        return replies.stream()
                .filter(reply -> !reply.ok())
                .findFirst()
                .orElse(replies.get(replies.size() - 1))
                .toString();
    }

    private static String here(Workspace work, MariaDbServer database, String example) throws IOException {
        Path password = work.file("db.password", "secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return (example + LOG_INS)
                .replace("jdbc:mariadb://127.0.0.1:3306/postfixadmin", database.jdbcUrl())
                .replace("/etc/guichet/db.password", password.toString())
                .replace("/var/lib/guichet", work.directory("state").toString())
                .replace("/var/spool/postfix", work.path("p/q").toString());
    }
}
