package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GuichetTest {

    private static final OutputStream FULL = new OutputStream() {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    };

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int status(int status, OutputStream out) {
        PrintStream answers = new PrintStream(out, true, StandardCharsets.UTF_8);
        answers.println("OK alice@example.com");
        return Guichet.written(status, answers, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void anAnswerThatCannotBeWrittenIsNone() {
        assertThat(status(ExitStatus.OK, FULL)).isEqualTo(74);
        assertThat(status(ExitStatus.NO, FULL)).isEqualTo(74);
        assertThat(status(ExitStatus.TEMPORARY, FULL)).isEqualTo(75);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("guichet: cannot write to standard output");
    }

    @Test
    void anAnswerThatWasWrittenKeepsItsStatus() {
        assertThat(status(ExitStatus.NO, new ByteArrayOutputStream())).isEqualTo(1);
        assertThat(err.size()).isZero();
    }
}
