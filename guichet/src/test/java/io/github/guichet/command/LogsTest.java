package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogsTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Logs logs = new Logs(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private String logged(String logger, Level level, String message) {
        LogRecord event = new LogRecord(level, message);
        event.setLoggerName(logger);
        logs.publish(event);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesOneLineWithThePriorityThatJournaldReads() {
        assertThat(logged("io.github.guichet.x", Level.SEVERE, "bad")).isEqualTo("<3>bad" + System.lineSeparator());
    }

    @Test
    void keepsAMessageOnOneLine() {
        assertThat(logged("io.github.guichet.x", Level.WARNING, "a\n<0>b\u001b[2Jc\u2028d")
                        .lines())
                .containsExactly("<4>a\\u000a<0>b\\u001b[2Jc\\u2028d");
    }

    @Test
    void clipsLongMessages() {
        assertThat(logged("io.github.guichet.x", Level.INFO, "x".repeat(10_000)))
                .hasSizeLessThan(2100);
    }

    @Test
    void doesNotLetDriversPrintUrls() {
        assertThat(logged("com.zaxxer.hikari.pool", Level.SEVERE, "jdbc:mariadb://h/d?password=x"))
                .isEmpty();
    }
}
