package io.github.guichet.policyd.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handing a mail to a command. */
class SendmailTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private Sendmail command(Duration longest, String... script) throws IOException {
        Path file = directory.resolve("sendmail");
        Files.writeString(file, "#!/bin/sh\ncd '" + directory + "' || exit 99\n" + String.join("\n", script) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new Sendmail(
                new MailConfig(
                        List.of("a@elsewhere.example", "b'c@elsewhere.example"), "guichet@mx1.example.org", file),
                longest);
    }

    private static NoticeException failure(Sendmail sendmail) {
        return catchThrowableOfType(
                NoticeException.class, () -> sendmail.send(Breaches.notice(Breaches.of(Breach.Kind.OVER, "alice"))));
    }

    @Test
    void getsItsArgumentsAsTheyAreAndTheMailOnItsInput() throws Exception {
        Sendmail sendmail =
                command(LONG, "for a in \"$@\"; do echo \"$a\"; done > arguments", "cat > mail", "env > environment");
        Notice notice = Breaches.notice(Breaches.evil());
        assertThat(sendmail.send(notice)).endsWith("sendmail took it");
        assertThat(Files.readAllLines(directory.resolve("arguments")))
                .containsExactly(
                        "-i", "-f", "guichet@mx1.example.org", "--", "a@elsewhere.example", "b'c@elsewhere.example");
        assertThat(Files.readAllBytes(directory.resolve("mail")))
                .isEqualTo(MailText.of(
                        notice,
                        new MailConfig(
                                List.of("a@elsewhere.example", "b'c@elsewhere.example"),
                                "guichet@mx1.example.org",
                                Path.of("/x"))));
        assertThat(Files.readString(directory.resolve("environment"), StandardCharsets.UTF_8))
                .contains("PATH=")
                .doesNotContain("HOME=", "USER=");
    }

    @Test
    void itsRefusalIsSaidAndTriedAgain() throws IOException {
        NoticeException failure =
                failure(command(LONG, "cat > /dev/null", "printf 'queue is full\\033[31m\\nsorry' >&2", "exit 75"));
        assertThat(failure).hasMessageEndingWith("sendmail ended with status 75: queue is full?[31m sorry");
        assertThat(failure.again()).isTrue();
    }

    @Test
    void aRefusalForGoodIsNotTriedAgain() throws IOException {
        assertThat(failure(command(LONG, "exit 67")).again()).isFalse();
    }

    @Test
    void oneThatDoesNotReadItsInputIsAskedForItsStatusAllTheSame() throws Exception {
        assertThat(command(LONG, "exec 0<&-", "exit 0").send(Breaches.notice(Breaches.evil())))
                .endsWith("took it");
    }

    @Test
    void oneThatHangsIsEndedWithAllThatItStarted() throws IOException {
        NoticeException failure =
                failure(command(Duration.ofMillis(500), "echo $$ > pid", "sleep 1000 & echo $! > child; wait"));
        assertThat(failure).hasMessageContaining("did not end in 500 ms");
        assertThat(failure.again()).isTrue();
        for (String file : List.of("pid", "child")) {
            long pid = Long.parseLong(Files.readString(directory.resolve(file)).strip());
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
            assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse();
        }
    }

    @Test
    void oneThatTalksWithoutEndIsEnded() throws IOException {
        assertThat(failure(command(Duration.ofSeconds(1), "while :; do echo blah blah blah blah; done"))
                        .again())
                .isTrue();
    }

    @Test
    void oneThatIsNotThereIsSaid() {
        Sendmail none =
                new Sendmail(new MailConfig(List.of("a@b.example"), "a@b.example", directory.resolve("nowhere")), LONG);
        assertThatThrownBy(() -> none.send(Breaches.notice(Breaches.evil())))
                .isInstanceOf(NoticeException.class)
                .hasMessageContaining("cannot be started");
    }
}
