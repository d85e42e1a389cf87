package io.github.guichet.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class LogHandlerTest {

    private static final String OWN = "io.github.guichet.x";

    private final LoggedBytes logs = LoggedBytes.text(LoggedBytes.OPEN);

    @Test
    void writesOneLineWithThePriorityThatJournaldReads() {
        assertThat(logs.log(OWN, Level.SEVERE, "bad")).isEqualTo("<3>bad\n");
        assertThat(logs.log(OWN, Level.WARNING, "odd")).isEqualTo("<4>odd\n");
        assertThat(logs.log(OWN, Level.INFO, "well")).isEqualTo("<6>well\n");
        assertThat(logs.log(OWN, Level.FINE, "so")).isEqualTo("<7>so\n");
    }

    @Test
    void keepsAMessageOnOneLine() {
        assertThat(logs.log(OWN, Level.WARNING, "a\n<0>b\u001b[2Jc\u2028d\u202ee"))
                .isEqualTo("<4>a\\u000a<0>b\\u001b[2Jc\\u2028d\\u202ee\n");
    }

    @Test
    void clipsLongMessages() {
        assertThat(logs.log(OWN, Level.INFO, "x".repeat(10_000))).hasSizeLessThan(2100);
    }

    @Test
    void doesNotLetDriversPrintUrls() {
        for (String driver : List.of("com.zaxxer.hikari.pool", "org.mariadb.jdbc", "org.postgresql.Driver")) {
            assertThat(logs.log(driver, Level.SEVERE, "jdbc:mariadb://h/d?user=x"))
                    .isEmpty();
        }
        assertThat(logs.log("io.netty.util", Level.WARNING, "odd")).isEqualTo("<4>odd\n");
    }

    @Test
    void isSilentAboutScrapersThatHangUp() {
        String exporter = "io.prometheus.metrics.exporter.httpserver.HttpExchangeAdapter";
        assertThat(logs.log(exporter, Level.SEVERE, "cannot send", List.of(new IOException("Broken pipe"))))
                .isEmpty();
        assertThat(logs.log(exporter, Level.SEVERE, "cannot send", List.of(new IllegalStateException("twice"))))
                .startsWith("<3>cannot send");
    }

    @Test
    void addsWhatTheReaderDoesNot() {
        assertThat(line(Stderr.TERMINAL)).matches("\\d\\d:\\d\\d:\\d\\d warning odd\n");
        assertThat(line(Stderr.FILE)).matches("2026-11-2[12]T[0-9:.]{12}[+-]\\d\\d:\\d\\d warning odd\n");
        assertThat(line(Stderr.JOURNAL)).isEqualTo("<4>odd\n");
    }

    private static String line(Stderr reader) {
        return new LoggedBytes(new LogForm.OfService(LogFormat.TEXT, reader, LoggedBytes.OPEN))
                .log(OWN, Level.WARNING, "odd");
    }

    @Test
    void aCommandWordsItAsItsOwnComplaints() {
        assertThat(new LoggedBytes(new LogForm.OfCommand(LoggedBytes.OPEN)).log(OWN, Level.WARNING, "odd"))
                .isEqualTo("guichet: warning: odd\n");
    }

    @Test
    void hidesWhatOthersSayOfSecrets() {
        assertThat(logs.log(OWN, Level.SEVERE, "cannot connect to jdbc:mariadb://h/d?user=u&password=hunter2&ssl=1"))
                .isEqualTo("<3>cannot connect to jdbc:mariadb://h/d?user=u&password=(not shown)&ssl=1\n");
        assertThat(logs.log(
                        OWN,
                        Level.SEVERE,
                        "failed",
                        List.of(new IllegalStateException(
                                "outer",
                                new IllegalArgumentException("mysql://root:hunter2@db/x, bindpw = \"hunter2 x\"")))))
                .startsWith("<3>failed: java.lang.IllegalStateException: outer: ")
                .contains("mysql://root:(not shown)@db/x, bindpw = (not shown)")
                .doesNotContain("hunter2");
        assertThat(logs.log(
                        OWN,
                        Level.WARNING,
                        "keyStorePassword=hunter2&sslpassword=hunter2; my.db.password = 'hunter2', {\"password\": \"hunter2\"},"
                                + " wrong password: stays"))
                .isEqualTo("<4>keyStorePassword=(not shown)&sslpassword=(not shown); my.db.password = (not shown),"
                        + " {\"password\": (not shown)}, wrong password: stays\n");
        assertThat(logs.log(OWN, Level.WARNING, "asked with Authorization: Bearer eyJhbGciOi.JIUzI1.NiJ9"))
                .doesNotContain("eyJ");
    }

    @Test
    void tellsOthersOfWarningsAsTheyWereWritten() {
        logs.log(OWN, Level.INFO, "well");
        logs.log(OWN, Level.WARNING, "odd\n");
        logs.log(OWN, Level.SEVERE, "password=x");
        assertThat(logs.heard).containsExactly("WARNING odd\\u000a", "ERROR password=(not shown)");
    }
}
